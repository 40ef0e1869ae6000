import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Dependencies } from './dependencies.ts';
import type { StockLevel } from './domain/stock.ts';
import type { StockChange } from './domain/stockChange.ts';
import { ensureStockItem } from './store/ensureStockItem.ts';
import { findStockItemsByIds } from './store/findStockItems.ts';
import { claimKey, findAnswer, type KeyedOperation, storeAnswer } from './store/idempotencyKeys.ts';
import { insertMovements } from './store/insertMovements.ts';
import { lockLevelsIn } from './store/lockLevels.ts';
import type { StockItem } from './store/stockItemRow.ts';

export interface ChangeStock {
  readonly productId: string;
  /** Ids of warehouses. */
  readonly places: readonly string[];
  /** With a null key, doing it again does it again. */
  readonly keyed: Omit<KeyedOperation, 'key'> & { readonly key: string | null };
  /** @param at the level in one of the places. */
  readonly decide: (at: (place: string) => StockLevel) => StockChange;
}

/**
 * Changes a product's stock in some warehouses in one transaction, and once a key: the same input under a used key
 * gives the first answer. A refused change leaves its key free.
 * @returns the items after it, in the order of the places.
 * @throws NOT_FOUND when there is no such warehouse; CONFLICT when it is refused, or the key was used with other input.
 */
export async function changeStock(deps: Dependencies, change: ChangeStock): Promise<StockItem[]> {
  const { key } = change.keyed;
  const keyed = key === null ? null : { ...change.keyed, key };
  return deps.database.transaction(async (tx) => {
    if (!keyed) return apply(tx, deps, change);
    if (await claimKey(tx, keyed, deps.clock())) {
      const items = await apply(tx, deps, change);
      await storeAnswer(tx, keyed, items);
      return items;
    }
    const answer = await findAnswer(tx, keyed);
    if (!answer) throw conflict('This idempotencyKey was used with other input.');
    return answer;
  });
}

async function apply(
  tx: Queryable,
  { clock, newId }: Dependencies,
  { productId, places, decide }: ChangeStock,
): Promise<StockItem[]> {
  const now = clock();
  for (const warehouseId of places.toSorted()) {
    await ensureStockItem(tx, { id: newId(), productId, warehouseId, now });
  }
  const locked = await lockLevelsIn(tx, { productId, warehouseIds: places });
  const levels = new Map(locked.map((level) => [level.warehouseId, level]));
  const at = (place: string): StockLevel => {
    const level = levels.get(place);
    if (!level) throw notFound('Warehouse');
    return level;
  };
  const change = decide(at);
  if (change.kind === 'refused') throw conflict(change.reason);
  await insertMovements(tx, change.movements, now);
  const items = await findStockItemsByIds(
    tx,
    locked.map(({ itemId }) => itemId),
  );
  return places.flatMap((place) => items.filter(({ warehouseId }) => warehouseId === place));
}
