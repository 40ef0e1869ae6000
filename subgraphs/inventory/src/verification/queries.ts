import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** An item whose numbers differ from the ledger or from the holds. */
export interface Disagreement {
  readonly itemId: string;
  readonly productId: string;
  readonly warehouseId: string;
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
    `select item.id as "itemId", item.product_id as "productId", item.warehouse_id as "warehouseId",
       item.on_hand as "onHand", item.reserved, coalesce(ledger.on_hand, 0) as "ledgerOnHand",
       coalesce(ledger.reserved, 0) as "ledgerReserved", coalesce(held.quantity, 0) as held
     from stock_items as item
     left join (
       select stock_item_id, sum(on_hand_delta)::int as on_hand, sum(reserved_delta)::int as reserved
       from stock_movements group by stock_item_id
     ) as ledger on ledger.stock_item_id = item.id
     left join (
       select stock_item_id, sum(quantity)::int as quantity
       from reservation_lines as line join reservations as reservation on reservation.id = line.reservation_id
       where reservation.status = 'ACTIVE' group by stock_item_id
     ) as held on held.stock_item_id = item.id
     where (item.on_hand, item.reserved, item.reserved)
       <> (coalesce(ledger.on_hand, 0), coalesce(ledger.reserved, 0), coalesce(held.quantity, 0))
     order by item.product_id, item.warehouse_id`,
  );
  return rows;
}

/** The ledger's record of a reservation and an item, where it contradicts the reservation's status. */
export interface WrongHold {
  readonly reservationId: string;
  readonly itemId: string;
  readonly status: string;
  /** Units of its line; 0 when the ledger has rows for an item that the reservation has no line for. */
  readonly quantity: number;
  /** Sums of its ledger rows. */
  readonly ledgerOnHand: number;
  readonly ledgerReserved: number;
}

/**
 * Compares each line of a reservation with its ledger rows: an ACTIVE reservation holds its units, a
 * CONFIRMED one that was not returned took them away, and any other sums up to nothing.
 */
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

/** A ledger row whose stock after it differs from the sum of the rows up to it. */
export interface BrokenRow {
  readonly id: bigint;
  readonly itemId: string;
  readonly onHandAfter: number;
  readonly reservedAfter: number;
  /** Sums of the rows up to it. */
  readonly onHand: number;
  readonly reserved: number;
}

/** Reads the whole ledger, item by item. */
export async function findBrokenRows(database: Queryable): Promise<BrokenRow[]> {
  const { rows } = await database.query<BrokenRow>(
    `select * from (
       select id, stock_item_id as "itemId", on_hand_after as "onHandAfter", reserved_after as "reservedAfter",
         (sum(on_hand_delta) over until)::int as "onHand", (sum(reserved_delta) over until)::int as reserved
       from stock_movements
       window until as (partition by stock_item_id order by id)
     ) as row where ("onHandAfter", "reservedAfter") <> ("onHand", reserved)
     order by id`,
  );
  return rows;
}
