import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Records that the provider holds nothing any more for a payment that had ended before. */
export async function markFreed(database: Queryable, orderId: string): Promise<void> {
  await database.query(
    `update payments set asked = null
     where order_id = $1 and provider = 'HTTP' and status in ('VOIDED', 'DECLINED') and asked = 'VOID'`,
    [orderId],
  );
}
