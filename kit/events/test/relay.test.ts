import { silentLog } from '@holdfast/kit-base/log';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { EventBus } from '../src/bus.ts';
import { startRelay } from '../src/relay.ts';

const BUS = { publish: async () => {}, stop: async () => {} } as Partial<EventBus> as EventBus;

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('an outbox is polled once a second while its process writes nothing, and more often after `hurry`', async () => {
  let polls = 0;
  const outbox = {
    relay: async () => {
      polls++;
      return false;
    },
  };
  const relay = startRelay({ outbox, connect: async () => BUS, log: silentLog });
  await vi.advanceTimersByTimeAsync(2_500);
  const before = polls;
  await vi.advanceTimersByTimeAsync(2_500);
  expect(polls - before).toBeGreaterThanOrEqual(2);
  expect(polls - before).toBeLessThanOrEqual(3);
  const quiet = polls;
  relay.hurry();
  await vi.advanceTimersByTimeAsync(500);
  expect(polls).toBeGreaterThan(quiet + 2);
  await relay.stop();
  const last = polls;
  await vi.advanceTimersByTimeAsync(300);
  expect(polls).toBe(last);
});

test('an outbox whose process writes nothing without `hurry` may be polled less often while it is quiet', async () => {
  let polls = 0;
  const relayed = async () => {
    polls++;
    return false;
  };
  const outbox = { quietPoll: 5_000, relay: relayed };
  const relay = startRelay({ outbox, connect: async () => BUS, log: silentLog });
  await vi.advanceTimersByTimeAsync(10_000);
  const before = polls;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(polls - before).toBe(4);
  const quiet = polls;
  relay.hurry();
  await vi.advanceTimersByTimeAsync(500);
  expect(polls).toBeGreaterThan(quiet + 2);
  await relay.stop();
});
