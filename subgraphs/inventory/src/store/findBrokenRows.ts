import type { Queryable } from '@holdfast/kit-postgres/postgres';

/** A row of the ledger that says another stock after it than the rows up to it add up to. */
export interface BrokenRow {
  readonly id: bigint;
  readonly itemId: string;
  readonly onHandAfter: number;
  readonly reservedAfter: number;
  /** What the rows up to it add up to. */
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
