import { conflict } from '@holdfast/kit/errors';
import type { Dependencies } from './dependencies.ts';
import type { Warehouse } from './domain/warehouse.ts';
import { insertWarehouse } from './store/insertWarehouse.ts';

/**
 * Opens a warehouse.
 * @param command.id when given, its id: demo data has fixed ones.
 * @throws CONFLICT when the code is taken.
 */
export async function createWarehouse(
  deps: Dependencies,
  command: { readonly id?: string; readonly code: string; readonly name: string },
): Promise<Warehouse> {
  const { id = deps.newId(), code, name } = command;
  const warehouse = { id, code, name, active: true };
  if (!(await insertWarehouse(deps.database, warehouse)))
    throw conflict(`A warehouse ${code} exists already.`);
  return warehouse;
}
