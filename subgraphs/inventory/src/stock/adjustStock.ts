import { changeStock, onlyItem, type StockDependencies } from './changeStock.ts';
import { decideAdjustment } from './domain.ts';
import type { StockItem } from './queries/stockItems.ts';

export interface AdjustStock {
  readonly productId: string;
  readonly warehouseId: string;
  /** Units found (above zero) or missing (below zero); not zero. */
  readonly delta: number;
  readonly reason: string;
  readonly actor: string;
  readonly idempotencyKey: string | null;
}

/**
 * Corrects a count. Held units stay.
 * @throws the errors of `changeStock`.
 */
export async function adjustStock(deps: StockDependencies, command: AdjustStock): Promise<StockItem> {
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
