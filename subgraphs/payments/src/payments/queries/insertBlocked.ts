import type { Queryable } from '@holdfast/kit-postgres/postgres';

/**
 * Marks an order as one that never gets a payment. Waits for an authorisation in progress, because both need
 * the order's only entry in `payments_one_an_order`.
 * @returns false when the order already has a record.
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
