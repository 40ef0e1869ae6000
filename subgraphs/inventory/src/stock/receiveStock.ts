import { changeStock, onlyItem, type StockDependencies } from './changeStock.ts';
import { decideReceipt } from './domain.ts';
import type { StockItem } from './queries/stockItems.ts';

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
 * Adds received units. Creates the product's item in the warehouse the first time.
 * @throws the errors of `changeStock`.
 */
export async function receiveStock(deps: StockDependencies, command: ReceiveStock): Promise<StockItem> {
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
