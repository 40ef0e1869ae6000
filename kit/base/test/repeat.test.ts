import { setTimeout as delay } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { repeat } from '../src/repeat.ts';

const LONG = 60_000;
const fail = (error: unknown) => expect.fail(String(error));

test('the interval function is called before each pause', async () => {
  const intervals = [1, 1, LONG];
  let runs = 0;
  const repeating = repeat(
    async () => void runs++,
    () => intervals.shift() ?? 1,
    fail,
  );
  await vi.waitFor(() => expect(intervals).toEqual([]));
  await delay(20);
  expect(runs).toBe(3);
  await repeating.stop();
});

test('wake ends a pause', async () => {
  let runs = 0;
  const repeating = repeat(async () => void runs++, LONG, fail);
  await delay(5);
  expect(runs).toBe(1);
  repeating.wake();
  await vi.waitFor(() => expect(runs).toBe(2));
  await repeating.stop();
});

test('wake during a run makes the work run once more without a pause', async () => {
  let runs = 0;
  const first = Promise.withResolvers<void>();
  const repeating = repeat(
    async () => {
      runs++;
      if (runs === 1) await first.promise;
    },
    LONG,
    fail,
  );
  repeating.wake();
  repeating.wake();
  first.resolve();
  await vi.waitFor(() => expect(runs).toBe(2));
  await delay(20);
  expect(runs).toBe(2);
  await repeating.stop();
});

test.each<[string, () => Promise<void>]>([
  ['rejects', () => Promise.reject(new Error('away'))],
  [
    'throws synchronously',
    () => {
      throw new Error('away');
    },
  ],
])('the failure of work that %s is reported, and the work runs again', async (_, work) => {
  const failures: unknown[] = [];
  const repeating = repeat(work, 1, (error) => failures.push(error));
  await vi.waitFor(() => expect(failures.length).toBeGreaterThan(1));
  await repeating.stop();
});

test('stop aborts the signal, ends the pause and waits for the current run', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let signal: AbortSignal | undefined;
  let isDone = false;
  const repeating = repeat(
    async (stopping) => {
      signal = stopping;
      await promise;
      isDone = true;
    },
    LONG,
    fail,
  );
  const stopped = repeating.stop();
  expect(signal?.aborted).toBe(true);
  resolve();
  await stopped;
  expect(isDone).toBe(true);
});
