import { changeStock } from './changeStock.ts';
import type { Dependencies } from './dependencies.ts';
import { decideAdjustment } from './domain/stockChange.ts';
import { onlyItem } from './onlyItem.ts';
import type { StockItem } from './store/stockItemRow.ts';

export interface AdjustStock {
  readonly productId: string;
  readonly warehouseId: string;
  /** Units found, or, below zero, missing; not zero. */
  readonly delta: number;
  readonly reason: string;
  readonly actor: string;
  readonly idempotencyKey: string | null;
}

/**
 * Corrects a count. Units that are held for somebody stay.
 * @throws as `changeStock`.
 */
export async function adjustStock(deps: Dependencies, command: AdjustStock): Promise<StockItem> {
  const { actor, idempotencyKey, ...input } = command;
  const { productId, warehouseId, delta, reason } = input;
  const items = await changeStock(deps, {
    productId,
    places: [warehouseId],
    keyed: { operation: 'ADJUST', key: idempotencyKey, input },
    decide: (at) => decideAdjustment(at(warehouseId), delta, { reason, actor }),
  });
  return onlyItem(items);
}
