import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { Postgres, Queryable } from '@holdfast/kit-postgres/postgres';
import type { StockLevel } from '../ledger/domain.ts';
import { insertMovements } from '../ledger/queries/insertMovements.ts';
import { lockLevelsIn } from '../ledger/queries/lockLevels.ts';
import type { StockChange } from './domain.ts';
import { claimKey, findAnswer, type KeyedOperation, storeAnswer } from './queries/idempotencyKeys.ts';
import { ensureStockItem, findStockItemsByIds, type StockItem } from './queries/stockItems.ts';

/** The dependencies of every change that staff make to stock. */
export interface StockDependencies {
  readonly database: Postgres;
  readonly clock: Clock;
  readonly newId: NewId;
}

export interface ChangeStock {
  readonly productId: string;
  /** Ids of warehouses. */
  readonly places: readonly string[];
  /** With a null key, a repeated request repeats the change. */
  readonly keyed: Omit<KeyedOperation, 'key'> & { readonly key: string | null };
  /** @param at the level in one of the places. */
  readonly decide: (at: (place: string) => StockLevel) => StockChange;
}

/**
 * Changes a product's stock in some warehouses in one transaction, once per key: the same input under a used
 * key gets the first answer. A refused change leaves its key free.
 * @returns the changed items, in the order of the places.
 * @throws NOT_FOUND when a warehouse does not exist; CONFLICT when the change is refused, or the key was used
 *   with other input.
 */
export async function changeStock(deps: StockDependencies, change: ChangeStock): Promise<StockItem[]> {
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
  { clock, newId }: Pick<StockDependencies, 'clock' | 'newId'>,
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

/** Returns the item of a change in one warehouse. */
export function onlyItem([item]: readonly StockItem[]): StockItem {
  if (!item) throw new Error('A stock change returned no item.');
  return item;
}
