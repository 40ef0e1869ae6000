import type { Queryable } from '@holdfast/kit/postgres';

/**
 * Marks ACTIVE reservations whose time ran out as EXPIRED, those due longest first. Ones that another transaction
 * holds are left to it, so any number of processes may sweep at once.
 * @param only when given, reservations with units of one of these products.
 * @returns the ids.
 */
export async function endDueReservations(
  tx: Queryable,
  { now, limit, only }: { now: Date; limit: number; only: readonly string[] | null },
): Promise<string[]> {
  const { rows } = await tx.query<{ id: string }>(
    `update reservations set status = 'EXPIRED' where id in (
       select id from reservations as due
       where status = 'ACTIVE' and expires_at <= $1 and ($3::uuid[] is null or exists (
         select from reservation_lines as line join stock_items as item on item.id = line.stock_item_id
         where line.reservation_id = due.id and item.product_id = any($3)))
       order by expires_at limit $2 for update skip locked)
     returning id`,
    [now, limit, only],
  );
  return rows.map(({ id }) => id);
}
