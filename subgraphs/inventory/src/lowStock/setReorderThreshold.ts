import type { Clock } from '@holdfast/kit-base/clock';
import { notFound } from '@holdfast/kit-base/errors';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { setActor } from '../database/transactionSettings.ts';
import type { StockItem } from '../stock/queries/stockItems.ts';
import { updateReorderThreshold } from './queries.ts';

export interface SetReorderThreshold {
  readonly productId: string;
  readonly warehouseId: string;
  readonly threshold: number;
  readonly actor: string;
}

/**
 * Sets the number of available units at or below which an item is low.
 * @throws NOT_FOUND when the product was never in the warehouse.
 */
export async function setReorderThreshold(
  { database, clock }: { readonly database: Postgres; readonly clock: Clock },
  command: SetReorderThreshold,
): Promise<StockItem> {
  const item = await database.transaction(async (tx) => {
    await setActor(tx, command.actor);
    return updateReorderThreshold(tx, { ...command, now: clock() });
  });
  if (!item) throw notFound('Stock item');
  return item;
}
