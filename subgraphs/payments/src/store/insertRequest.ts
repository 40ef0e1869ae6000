import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Authorization } from '../domain/payment.ts';

/** Records what the provider is about to be asked to hold. Does nothing when something is recorded for the order already. */
export async function insertRequest(
  database: Queryable,
  { orderId, userId, amount }: Authorization,
  { paymentId, at }: { paymentId: string; at: Date },
): Promise<void> {
  await database.query(
    `insert into payments (id, order_id, user_id, amount, currency, status, provider, created_at, updated_at)
     values ($1, $2, $3, $4, $5, 'REQUESTED', 'HTTP', $6, $6)
     on conflict (order_id) do nothing`,
    [paymentId, orderId, userId, amount.minor, amount.currency, at],
  );
}
