import type { Queryable } from '@holdfast/kit-postgres/postgres';

/**
 * Marks an order as never to get a payment.
 * @returns false when something is recorded for the order already. It waits for an authorisation that is under way,
 *   since both want the order's one place in `payments_one_an_order`.
 */
export async function insertBlocked(
  database: Queryable,
  orderId: string,
  { id, at }: { id: string; at: Date },
): Promise<boolean> {
  const { rowCount } = await database.query(
    `insert into payments (id, order_id, status, created_at, updated_at) values ($1, $2, 'BLOCKED', $3, $3)
     on conflict (order_id) do nothing`,
    [id, orderId, at],
  );
  return rowCount === 1;
}
