import type { Queryable } from '@holdfast/kit-postgres/postgres';

/**
 * Marks ACTIVE reservations whose time ran out as EXPIRED.
 * @param only null for all, those due longest first: those that another transaction holds are left to it, so any number of
 *   processes may sweep at once, and none waits. Else reservations with units of one of these products, and another
 *   transaction is waited for: whoever wants the units now has to know that they are back. That waits for nobody who
 *   waits for it: no one locks a reservation of somebody else's while holding items, and all who wait lock them by their
 *   ids, which never change, as their times may.
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
       order by ${only === null ? 'expires_at' : 'id'} limit $2 for update ${only === null ? 'skip locked' : ''})
     returning id`,
    [now, limit, only],
  );
  return rows.map(({ id }) => id);
}
