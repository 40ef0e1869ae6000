/** Collects the events about orders: one more durable consumer next to the shop's own. */

import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import type { DeadLetter } from '@holdfast/kit-events/bus';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { type Event, handlersOf } from '@holdfast/kit-events/event';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';

/** The type of event that announces each status. */
export const EVENT_TYPES = {
  PENDING: 'OrderPlaced',
  CONFIRMED: 'OrderConfirmed',
  REJECTED: 'OrderRejected',
  CANCELLED: 'OrderCancelled',
  SHIPPED: 'OrderShipped',
  DELIVERED: 'OrderDelivered',
} as const;

export type OrderEvent = Event<(typeof EVENT_TYPES)[keyof typeof EVENT_TYPES]>;

export interface OrderConsumer extends AsyncDisposable {
  /** Returns each event once, however often it was delivered, in the order of arrival. */
  received(): readonly OrderEvent[];
  /** Returns the number of events that each consumer has not handled yet. */
  pending(): Promise<readonly (readonly [consumer: string, count: number])[]>;
  /** Returns the dead letters of all consumers. */
  deadLetters(): Promise<readonly DeadLetter[]>;
}

/** Counts what each consumer of the shop's bus, which is on PostgreSQL, has not handled yet. */
const PENDING = `select consumer, count(*)::int as count
  from holdfast_bus.cursor join holdfast_bus.event using (partition) join holdfast_bus.consumer on consumer = name
  where event.position > cursor.position and event.position <> all (done)
    and (recipient = consumer or (recipient is null and type = any (types)))
  group by consumer`;

/** Listens from now on, even when the bus restarts or its connections break. */
export async function openOrderConsumer(url: string): Promise<OrderConsumer> {
  const retry = { random: Math.random };
  const bus = await connectBus({ url, name: 'chaos', log: silentLog, newId: newUuid, retry });
  const byId = new Map<string, OrderEvent>();
  const receive = async (event: OrderEvent) => void (byId.has(event.id) || byId.set(event.id, event));
  await bus.subscribe({
    consumer: 'chaos',
    ...handlersOf({
      OrderPlaced: receive,
      OrderConfirmed: receive,
      OrderRejected: receive,
      OrderCancelled: receive,
      OrderShipped: receive,
      OrderDelivered: receive,
    }),
  });
  const database = await connectPostgres({ url, name: 'chaos', connections: 1 });
  return {
    received: () => [...byId.values()],
    pending: async () => {
      const { rows } = await database.query<{ consumer: string; count: number }>(PENDING);
      return rows.map(({ consumer, count }) => [consumer, count] as const);
    },
    deadLetters: () => bus.deadLetters.list(),
    [Symbol.asyncDispose]: async () => {
      await bus.stop();
      await database.end();
    },
  };
}
