import { silentLog } from '@holdfast/kit-base/log';
import type { EventBus } from '@holdfast/kit-events/bus';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { followEvents } from '../../src/subscriptions/followEvents.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
afterEach(() => void vi.useRealTimers());

test('a bus that connects but cannot be listened to is closed before the next attempt', async () => {
  let open = 0;
  let most = 0;
  let attempts = 0;
  const connect = async (): Promise<EventBus> => {
    most = Math.max(most, ++open);
    return {
      publish: async () => {},
      subscribe: () => Promise.reject(new Error('not here')),
      listen: async () => {
        if (++attempts < 3) throw new Error('too many connections');
        return { stop: async () => {} };
      },
      deadLetters: { count: async () => 0, list: async () => [], resend: async () => false },
      check: async () => {},
      stop: async () => void open--,
    };
  };
  const following = followEvents(connect, createBroker(), silentLog);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(attempts).toBe(3);
  expect({ open, most }).toEqual({ open: 1, most: 1 });
  await following.stop();
  expect(open).toBe(0);
});
