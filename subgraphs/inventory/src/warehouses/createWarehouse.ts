import type { NewId } from '@holdfast/kit-base/clock';
import { conflict } from '@holdfast/kit-base/errors';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { setActor } from '../database/transactionSettings.ts';
import { findWarehouseByCode, insertWarehouse, type Warehouse } from './queries.ts';

export interface CreateWarehouse {
  /** Default a new id; demo data has fixed ones. */
  readonly id?: string;
  readonly code: string;
  readonly name: string;
  /** Default the service itself. */
  readonly actor?: string;
}

/**
 * Creates a warehouse. Its code is the idempotency key: the same request again returns the same warehouse.
 * @throws CONFLICT when the code belongs to a warehouse with another name.
 */
export async function createWarehouse(
  { database, newId }: { readonly database: Postgres; readonly newId: NewId },
  { id = newId(), code, name, actor = 'inventory' }: CreateWarehouse,
): Promise<Warehouse> {
  const warehouse = { id, code, name, active: true };
  const inserted = await database.transaction(async (tx) => {
    await setActor(tx, actor);
    return insertWarehouse(tx, warehouse);
  });
  if (inserted) return warehouse;
  const known = await findWarehouseByCode(database, code);
  if (known?.name === name) return known;
  throw conflict(`A warehouse with the code ${code} already exists.`);
}
