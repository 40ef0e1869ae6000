import { changeStock } from './changeStock.ts';
import type { Dependencies } from './dependencies.ts';
import { decideTransfer } from './domain/stockChange.ts';
import type { StockItem } from './store/stockItemRow.ts';

export interface TransferStock {
  readonly productId: string;
  readonly fromWarehouseId: string;
  /** Another one. */
  readonly toWarehouseId: string;
  /** Units; above zero. */
  readonly quantity: number;
  readonly actor: string;
  readonly idempotencyKey: string | null;
}

/**
 * Moves units that nobody holds from one warehouse to another.
 * @returns the item that they left, and the one that they came to.
 * @throws as `changeStock`.
 */
export async function transferStock(deps: Dependencies, command: TransferStock): Promise<StockItem[]> {
  const { actor, idempotencyKey, ...input } = command;
  const { productId, fromWarehouseId, toWarehouseId, quantity } = input;
  return changeStock(deps, {
    productId,
    places: [fromWarehouseId, toWarehouseId],
    keyed: { operation: 'TRANSFER', key: idempotencyKey, input },
    decide: (at) => decideTransfer(at(fromWarehouseId), at(toWarehouseId), quantity, actor),
  });
}
