import { conflict } from '@holdfast/kit-base/errors';
import type { Dependencies } from './dependencies.ts';
import type { Warehouse } from './domain/warehouse.ts';
import { findWarehouseByCode } from './store/findWarehouseByCode.ts';
import { insertWarehouse } from './store/insertWarehouse.ts';
import { setActor } from './store/setActor.ts';

/**
 * Opens a warehouse. Its code is the idempotency key: the same again gives the same warehouse.
 * @param command.id when given, its id: demo data has fixed ones.
 * @param command.actor who opens it; the service itself by default.
 * @throws CONFLICT when the code is that of a warehouse with another name.
 */
export async function createWarehouse(
  deps: Dependencies,
  command: { readonly id?: string; readonly code: string; readonly name: string; readonly actor?: string },
): Promise<Warehouse> {
  const { id = deps.newId(), code, name, actor = 'inventory' } = command;
  const warehouse = { id, code, name, active: true };
  const inserted = await deps.database.transaction(async (tx) => {
    await setActor(tx, actor);
    return insertWarehouse(tx, warehouse);
  });
  if (inserted) return warehouse;
  const known = await findWarehouseByCode(deps.database, code);
  if (known?.name === name) return known;
  throw conflict(`A warehouse ${code} exists already.`);
}
