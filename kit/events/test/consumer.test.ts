import { silentLog } from '@holdfast/kit-base/log';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SubscribeOptions } from '../src/bus.ts';
import { startConsumer } from '../src/consumer.ts';
import { takingBus } from './outboxSupport.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('subscribes once the bus is up, and then catches up, retrying until it succeeds once', async () => {
  const done: string[] = [];
  let isUp = false;
  let failures = 1;
  const bus = {
    ...takingBus().bus,
    subscribe: async ({ consumer }: SubscribeOptions) => {
      done.push(`subscribed ${consumer}`);
      return { stop: async () => {} };
    },
    stop: async () => void done.push('stopped'),
  };
  const consumer = await startConsumer({
    consumer: {
      subscription: { consumer: 'products', types: ['StockChanged'], handle: async () => {} },
      catchUp: async () => {
        if (failures-- > 0) throw new Error('inventory is down');
        done.push('caught up');
      },
    },
    connect: async () => {
      if (!isUp) throw new Error('the bus is down');
      return bus;
    },
    log: silentLog,
  });
  expect(done).toEqual([]);
  isUp = true;
  // Two more attempts, a second apart: the first subscribes and fails to catch up.
  await vi.advanceTimersByTimeAsync(2_000);
  expect(done).toEqual(['subscribed products', 'caught up']);
  await consumer.stop();
  expect(done).toEqual(['subscribed products', 'caught up', 'stopped']);
});
