import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** An item whose numbers are not what the ledger or the holds say. */
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
