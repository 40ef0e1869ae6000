import { expect, test } from 'vitest';
import { withSignal } from '../src/timeLimit.ts';

const late = () => new Error('late');

test('work that throws synchronously rejects', async () => {
  const work = () => {
    throw new Error('broken');
  };
  const working = withSignal(work, 60_000, late);
  await expect(working).rejects.toThrow('broken');
});

test('the signal aborts, with the error that is thrown, once the time has passed', async () => {
  const { promise, resolve } = Promise.withResolvers<AbortSignal>();
  const work = (signal: AbortSignal) => {
    resolve(signal);
    return new Promise<never>(() => {});
  };
  const error: unknown = await withSignal(work, 1, late).catch((reason) => reason);
  expect(error).toEqual(new Error('late'));
  expect((await promise).reason).toBe(error);
});
