import type { Queryable } from '@holdfast/kit/postgres';

/** An item whose numbers are not what the ledger or the holds say. */
export interface Disagreement {
  readonly itemId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly ledgerOnHand: number;
  readonly ledgerReserved: number;
  /** Units in lines of ACTIVE reservations. */
  readonly held: number;
}

/** Compares each item with the sum of its ledger, and its reserved units with the ACTIVE holds. */
export async function findDisagreements(database: Queryable): Promise<Disagreement[]> {
  const { rows } = await database.query<Disagreement>(
    `select item.id as "itemId", item.on_hand as "onHand", item.reserved, ledger.on_hand as "ledgerOnHand",
       ledger.reserved as "ledgerReserved", held.quantity as held
     from stock_items as item
     cross join lateral (
       select coalesce(sum(on_hand_delta), 0)::int as on_hand, coalesce(sum(reserved_delta), 0)::int as reserved
       from stock_movements where stock_item_id = item.id
     ) as ledger
     cross join lateral (
       select coalesce(sum(quantity), 0)::int as quantity
       from reservation_lines as line join reservations as reservation on reservation.id = line.reservation_id
       where line.stock_item_id = item.id and reservation.status = 'ACTIVE'
     ) as held
     where (item.on_hand, item.reserved, item.reserved) <> (ledger.on_hand, ledger.reserved, held.quantity)`,
  );
  return rows;
}
