import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Warehouse } from '../domain/warehouse.ts';

/** Writes a warehouse, unless its code is taken; waits for a transaction that is just taking it.
 * @returns false when it is. */
export async function insertWarehouse(database: Queryable, warehouse: Warehouse): Promise<boolean> {
  const { id, code, name, active } = warehouse;
  const { rowCount } = await database.query(
    'insert into warehouses (id, code, name, active) values ($1, $2, $3, $4) on conflict (code) do nothing',
    [id, code, name, active],
  );
  return rowCount === 1;
}
