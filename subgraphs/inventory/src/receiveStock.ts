import type { Dependencies } from './dependencies.ts';
import { movementsOf } from './domain/movement.ts';
import { ensureStockItem } from './store/ensureStockItem.ts';
import { insertMovements } from './store/insertMovements.ts';
import { lockLevelsOfProducts } from './store/lockLevels.ts';

export interface ReceiveStock {
  readonly productId: string;
  readonly warehouseId: string;
  /** Units; above zero. */
  readonly quantity: number;
  readonly reason: string | null;
  readonly actor: string;
}

/** Adds units that came in, and makes the product's item in the warehouse when it is the first time. */
export async function receiveStock(deps: Dependencies, command: ReceiveStock): Promise<void> {
  const { productId, warehouseId, quantity, reason, actor } = command;
  const now = deps.clock();
  await deps.database.transaction(async (tx) => {
    await ensureStockItem(tx, { id: deps.newId(), productId, warehouseId, now });
    const levels = await lockLevelsOfProducts(tx, [productId]);
    const level = levels.find((candidate) => candidate.warehouseId === warehouseId);
    if (!level) throw new Error('Stock was received for a warehouse that is not active.');
    const movements = movementsOf('RECEIVE', [{ level, quantity }], { reservationId: null, reason });
    await insertMovements(tx, movements, { actor, at: now });
  });
}
