import type { Queryable } from '@holdfast/kit-postgres/postgres';

export interface NewReservationLine {
  readonly reservationId: string;
  readonly itemId: string;
  readonly quantity: number;
}

/** Writes which items reservations hold units of. */
export async function insertReservationLines(
  tx: Queryable,
  lines: readonly NewReservationLine[],
): Promise<void> {
  if (lines.length === 0) return;
  await tx.query(
    `insert into reservation_lines (reservation_id, stock_item_id, quantity)
     select * from unnest($1::uuid[], $2::uuid[], $3::int[])`,
    [
      lines.map(({ reservationId }) => reservationId),
      lines.map(({ itemId }) => itemId),
      lines.map(({ quantity }) => quantity),
    ],
  );
}
