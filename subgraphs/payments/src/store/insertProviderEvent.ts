import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Reported } from '../domain/providerPayment.ts';

/** Keeps that an event was applied, once by its id. */
export async function insertProviderEvent(
  database: Queryable,
  { id, orderId, type }: { id: string; orderId: string; type: Reported },
  at: Date,
): Promise<void> {
  await database.query(
    `insert into provider_events (id, order_id, type, received_at) values ($1, $2, $3, $4) on conflict (id) do nothing`,
    [id, orderId, type, at],
  );
}
