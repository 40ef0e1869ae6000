import type { Queryable } from '@holdfast/kit-postgres/postgres';

/**
 * Marks ACTIVE reservations whose time ran out as EXPIRED.
 * @param only null for all reservations, those due longest first. This skips reservations that another
 *   transaction holds, so that several processes may sweep at once and none waits. Otherwise the products
 *   that the reservations must have units of. This waits for other transactions, because a caller that wants
 *   the units now has to know that they are back. It cannot deadlock: no transaction locks another's
 *   reservation while it holds items, and all that wait lock reservations in the order of their ids, which
 *   never change, unlike their times.
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

/** Returns when the next ACTIVE reservation is due; null when there is none. */
export async function findNextExpiry(database: Queryable): Promise<Date | null> {
  const { rows } = await database.query<{ at: Date | null }>(
    `select min(expires_at) as at from reservations where status = 'ACTIVE'`,
  );
  return rows[0]?.at ?? null;
}
