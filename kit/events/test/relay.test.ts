import { setTimeout as delay } from 'node:timers/promises';
import { silentLog } from '@holdfast/kit-base/log';
import { expect, test } from 'vitest';
import type { EventBus } from '../src/bus.ts';
import { startRelay } from '../src/relay.ts';

const BUS = { publish: async () => {}, stop: async () => {} } as Partial<EventBus> as EventBus;

test('an outbox is polled once a second while its process writes nothing, and more often after `hurry`', async () => {
  let polls = 0;
  const outbox = {
    relay: async () => {
      polls++;
      return false;
    },
  };
  const relay = startRelay({ outbox, connect: async () => BUS, log: silentLog });
  await delay(2_500);
  const before = polls;
  await delay(2_500);
  expect(polls - before).toBeLessThanOrEqual(3);
  const quiet = polls;
  relay.hurry();
  await expect.poll(() => polls).toBeGreaterThan(quiet + 2);
  await relay.stop();
  const last = polls;
  await delay(300);
  expect(polls).toBe(last);
});
