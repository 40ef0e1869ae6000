import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Warehouse } from '../domain/warehouse.ts';

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
