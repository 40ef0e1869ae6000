import { newUuid } from '@holdfast/kit-base/ids';
import { type Log, silentLog } from '@holdfast/kit-base/log';
import type { EventBus } from '../src/bus.ts';
import { connectBus } from '../src/connectBus.ts';
import { type Event, newEvent } from '../src/event.ts';
import type { RetryPolicy } from '../src/retry.ts';

export const clock = () => new Date();
export const newId = newUuid;

/** Retries with very short pauses. */
const QUICK: RetryPolicy = { attempts: 4, base: 5, max: 20, random: () => 1 };

export interface TestBus extends EventBus, AsyncDisposable {}

export async function openBus(
  url: string,
  retry: Partial<RetryPolicy> = {},
  log: Log = silentLog,
): Promise<TestBus> {
  const bus = await connectBus({ url, name: 'tests', log, newId, retry: { ...QUICK, ...retry } });
  return { ...bus, [Symbol.asyncDispose]: bus.stop };
}

/** Creates the nth event of an order. */
export function change(orderId: string, n: number | string): Event<'OrderChanged'> {
  return newEvent('OrderChanged', { orderId, customerId: newId(), status: String(n) }, { clock, newId });
}

export function changes(orderId: string, count: number): Event<'OrderChanged'>[] {
  return Array.from({ length: count }, (_, n) => change(orderId, n));
}

export function registered(name: string): Event<'UserRegistered'> {
  return newEvent('UserRegistered', { userId: newId(), email: 'a@example.com', name }, { clock, newId });
}

/** Collects events, and can wait for a number of them. */
export function collector() {
  const events: Event[] = [];
  let check = () => {};
  return {
    events,
    add: async (event: Event) => {
      events.push(event);
      check();
    },
    /** Resolves once there are `wanted` events. */
    count: (wanted: number) =>
      new Promise<Event[]>((resolve) => {
        check = () => {
          if (events.length >= wanted) resolve(events);
        };
        check();
      }),
  };
}

/** Returns the statuses of an order in the sequence in which they arrived. */
export function statusesOf(events: readonly Event[], orderId: string): string[] {
  return events.flatMap((event) =>
    event.type === 'holdfast.OrderChanged.v1' && event.subject === orderId ? [event.data.status] : [],
  );
}

export const upTo = (count: number) => Array.from({ length: count }, (_, n) => String(n));
