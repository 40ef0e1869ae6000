import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Warehouse } from '../domain/warehouse.ts';

export async function findWarehouseByCode(database: Queryable, code: string): Promise<Warehouse | undefined> {
  const { rows } = await database.query<Warehouse>(
    'select id, code, name, active from warehouses where code = $1',
    [code],
  );
  return rows.at(0);
}
