import type { Queryable } from '@holdfast/kit-postgres/postgres';

/**
 * Tells of items that fell while their products had been told of as often as an hour allows, as far as it allows it now
 * (`tell_of_low_stock`). Those that another transaction holds are left to it, so any number of processes may do it at once.
 */
export async function tellDueAlarms(
  tx: Queryable,
  { now, limit }: { now: Date; limit: number },
): Promise<void> {
  const { rows } = await tx.query<{ id: string; productId: string }>(
    `select id, product_id as "productId" from stock_items as item
     where alarm = 'DUE' and (
       select count(*) from stock_alarms as told
       where told.product_id = item.product_id and told.at > $1::timestamptz - interval '1 hour'
     ) < alarms_an_hour()
     order by product_id, warehouse_id limit $2 for update skip locked`,
    [now, limit],
  );
  if (rows.length === 0) return;
  await tx.query(
    'select from stock_versions where product_id = any ($1::uuid[]) order by product_id for update',
    [rows.map(({ productId }) => productId)],
  );
  await tx.query('select tell_of_low_stock($1::uuid[], $2)', [rows.map(({ id }) => id), now]);
}
