import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** Waits for the transactions that change sales now; those that come wait for this one. The audit trail stays. */
export async function emptySales(tx: Queryable): Promise<void> {
  await tx.query('truncate orders, order_lines, products, sales_by_day, sales_by_product');
}
