import { notFound } from '@holdfast/kit-base/errors';
import type { Dependencies } from './dependencies.ts';
import { setActor } from './store/setActor.ts';
import { setReorderThreshold as update } from './store/setReorderThreshold.ts';
import type { StockItem } from './store/stockItemRow.ts';

/**
 * Sets at how many available units an item is low.
 * @throws NOT_FOUND when the product was never in the warehouse.
 */
export async function setReorderThreshold(
  { database, clock }: Dependencies,
  command: {
    readonly productId: string;
    readonly warehouseId: string;
    readonly threshold: number;
    readonly actor: string;
  },
): Promise<StockItem> {
  const item = await database.transaction(async (tx) => {
    await setActor(tx, command.actor);
    return update(tx, { ...command, now: clock() });
  });
  if (!item) throw notFound('Stock item');
  return item;
}
