import { changeStock } from './changeStock.ts';
import type { Dependencies } from './dependencies.ts';
import { decideReceipt } from './domain/stockChange.ts';
import { onlyItem } from './onlyItem.ts';
import type { StockItem } from './store/stockItemRow.ts';

export interface ReceiveStock {
  readonly productId: string;
  readonly warehouseId: string;
  /** Units; above zero. */
  readonly quantity: number;
  readonly reason: string | null;
  readonly actor: string;
  /** Default null. */
  readonly idempotencyKey?: string | null;
}

/**
 * Adds units that came in, and makes the product's item in the warehouse when it is the first time.
 * @throws as `changeStock`.
 */
export async function receiveStock(deps: Dependencies, command: ReceiveStock): Promise<StockItem> {
  const { actor, idempotencyKey = null, ...input } = command;
  const { productId, warehouseId, quantity, reason } = input;
  const items = await changeStock(deps, {
    productId,
    places: [warehouseId],
    keyed: { operation: 'RECEIVE', key: idempotencyKey, input },
    decide: (at) => decideReceipt(at(warehouseId), quantity, { reason, actor }),
  });
  return onlyItem(items);
}
