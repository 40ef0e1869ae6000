import type { Queryable } from '@holdfast/kit/postgres';
import type { Allocation } from '../domain/stock.ts';

/** Writes which items a reservation holds units of. */
export async function insertReservationLines(
  tx: Queryable,
  reservationId: string,
  allocations: readonly Allocation[],
): Promise<void> {
  await tx.query(
    `insert into reservation_lines (reservation_id, stock_item_id, quantity)
     select $1, * from unnest($2::uuid[], $3::int[])`,
    [
      reservationId,
      allocations.map(({ level }) => level.itemId),
      allocations.map(({ quantity }) => quantity),
    ],
  );
}
