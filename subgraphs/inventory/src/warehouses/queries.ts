import type { Queryable } from '@holdfast/kit-postgres/postgres';

export interface Warehouse {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly active: boolean;
}

/** @param ids null for all. */
export async function findWarehouses(
  database: Queryable,
  ids: readonly string[] | null,
): Promise<Warehouse[]> {
  const { rows } = await database.query<Warehouse>(
    'select id, code, name, active from warehouses where $1::uuid[] is null or id = any($1) order by code',
    [ids],
  );
  return rows;
}

export async function findWarehouseByCode(database: Queryable, code: string): Promise<Warehouse | undefined> {
  const { rows } = await database.query<Warehouse>(
    'select id, code, name, active from warehouses where code = $1',
    [code],
  );
  return rows.at(0);
}

/**
 * Inserts a warehouse, unless its code is taken. Waits for another transaction that is taking the code.
 * @returns false when the code is taken.
 */
export async function insertWarehouse(database: Queryable, warehouse: Warehouse): Promise<boolean> {
  const { id, code, name, active } = warehouse;
  const { rowCount } = await database.query(
    'insert into warehouses (id, code, name, active) values ($1, $2, $3, $4) on conflict (code) do nothing',
    [id, code, name, active],
  );
  return rowCount === 1;
}
