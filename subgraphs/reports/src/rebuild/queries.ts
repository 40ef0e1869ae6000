import type { Queryable } from '@holdfast/kit-postgres/postgres';

export interface Rebuild {
  readonly startedAt: Date;
  /** Null for a rebuild that still runs, or that was interrupted. */
  readonly finishedAt: Date | null;
  readonly ordersRead: number;
}

export async function findLastRebuild(database: Queryable): Promise<Rebuild | null> {
  const { rows } = await database.query<{ started_at: Date; finished_at: Date | null; orders_read: bigint }>(
    'select started_at, finished_at, orders_read from rebuilds order by started_at desc, id desc limit 1',
  );
  const [row] = rows;
  if (!row) return null;
  return { startedAt: row.started_at, finishedAt: row.finished_at, ordersRead: Number(row.orders_read) };
}

/**
 * Empties the tables of sales; the audit trail stays. Waits for transactions that are changing sales, and
 * makes later ones wait until the caller's transaction ends.
 */
export async function emptySales(tx: Queryable): Promise<void> {
  await tx.query('truncate orders, order_lines, products, sales_by_day, sales_by_product');
}

export async function startRebuild(tx: Queryable, id: string, now: Date): Promise<void> {
  await tx.query('insert into rebuilds (id, started_at) values ($1, $2)', [id, now]);
}

export async function noteOrdersRead(tx: Queryable, id: string, count: number): Promise<void> {
  await tx.query('update rebuilds set orders_read = orders_read + $2 where id = $1', [id, count]);
}

export async function finishRebuild(database: Queryable, id: string, now: Date): Promise<void> {
  await database.query('update rebuilds set finished_at = $2 where id = $1', [id, now]);
}
