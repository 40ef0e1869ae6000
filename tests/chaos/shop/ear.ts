/** Hears what is told of orders on the bus: a durable consumer beside those of the shop. */

import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import type { DeadLetter } from '@holdfast/kit-events/bus';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { type Event, handlersOf } from '@holdfast/kit-events/event';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';

/** The event that tells of each status. */
export const TELLS = {
  PENDING: 'OrderPlaced',
  CONFIRMED: 'OrderConfirmed',
  REJECTED: 'OrderRejected',
  CANCELLED: 'OrderCancelled',
  SHIPPED: 'OrderShipped',
  DELIVERED: 'OrderDelivered',
} as const;

export type ToldEvent = Event<(typeof TELLS)[keyof typeof TELLS]>;

export interface Ear extends AsyncDisposable {
  /** Each once, however often it came; in the sequence in which they came. */
  heard(): readonly ToldEvent[];
  /** How many events each consumer has not handled yet. */
  pending(): Promise<readonly (readonly [consumer: string, count: number])[]>;
  /** Of all consumers. */
  deadLetters(): Promise<readonly DeadLetter[]>;
}

/** What the bus on PostgreSQL, which the shop has, keeps for consumers: a job is gone when it is handled. */
const PENDING = `select substr(name, 4) as consumer, count(*)::int as count from pgboss.job
  where name like 'to-%' group by name`;

/** Listens from now on, whatever becomes of the bus and of connections to it. */
export async function openEar(url: string): Promise<Ear> {
  const retry = { random: Math.random };
  const bus = await connectBus({ url, name: 'chaos', log: silentLog, newId: newUuid, retry });
  const byId = new Map<string, ToldEvent>();
  const hear = async (event: ToldEvent) => void (byId.has(event.id) || byId.set(event.id, event));
  await bus.subscribe({
    consumer: 'chaos',
    ...handlersOf({
      OrderPlaced: hear,
      OrderConfirmed: hear,
      OrderRejected: hear,
      OrderCancelled: hear,
      OrderShipped: hear,
      OrderDelivered: hear,
    }),
  });
  const database = await connectPostgres({ url, name: 'chaos', connections: 1 });
  return {
    heard: () => [...byId.values()],
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
