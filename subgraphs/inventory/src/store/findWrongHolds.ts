import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** What a reservation did to an item by the ledger, where that is not what its status says. */
export interface WrongHold {
  readonly reservationId: string;
  readonly itemId: string;
  readonly status: string;
  /** Units of its line; 0 when the ledger has rows of an item that it has no line of. */
  readonly quantity: number;
  /** Sums of its rows of the ledger. */
  readonly ledgerOnHand: number;
  readonly ledgerReserved: number;
}

/** Compares each line of a reservation with its rows of the ledger: an ACTIVE one holds its units, a CONFIRMED one that did
 * not come back took them away, any other has done nothing in the end. */
export async function findWrongHolds(database: Queryable): Promise<WrongHold[]> {
  const { rows } = await database.query<WrongHold>(
    `select reservation.id as "reservationId", stock_item_id as "itemId", status, coalesce(line.quantity, 0) as quantity,
       coalesce(ledger.on_hand, 0) as "ledgerOnHand", coalesce(ledger.reserved, 0) as "ledgerReserved"
     from reservation_lines as line
     full join (
       select reservation_id, stock_item_id, sum(on_hand_delta)::int as on_hand, sum(reserved_delta)::int as reserved
       from stock_movements where reservation_id is not null group by reservation_id, stock_item_id
     ) as ledger using (reservation_id, stock_item_id)
     join reservations as reservation on reservation.id = reservation_id
     where (coalesce(ledger.on_hand, 0), coalesce(ledger.reserved, 0)) <> (
       case when status = 'CONFIRMED' and returned_at is null then -coalesce(line.quantity, 0) else 0 end,
       case when status = 'ACTIVE' then coalesce(line.quantity, 0) else 0 end)
     order by reservation.id, stock_item_id`,
  );
  return rows;
}
