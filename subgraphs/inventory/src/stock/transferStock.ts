import { changeStock, type StockDependencies } from './changeStock.ts';
import { decideTransfer } from './domain.ts';
import type { StockItem } from './queries/stockItems.ts';

export interface TransferStock {
  readonly productId: string;
  readonly fromWarehouseId: string;
  /** Differs from `fromWarehouseId`. */
  readonly toWarehouseId: string;
  /** Units; above zero. */
  readonly quantity: number;
  readonly actor: string;
  readonly idempotencyKey: string | null;
}

/**
 * Moves available units from one warehouse to another.
 * @returns the item that the units left, then the one that they came to.
 * @throws the errors of `changeStock`.
 */
export async function transferStock(deps: StockDependencies, command: TransferStock): Promise<StockItem[]> {
  const { actor, idempotencyKey, ...input } = command;
  const { productId, fromWarehouseId, toWarehouseId, quantity } = input;
  return changeStock(deps, {
    productId,
    places: [fromWarehouseId, toWarehouseId],
    keyed: { operation: 'TRANSFER', key: idempotencyKey, input },
    decide: (at) => decideTransfer(at(fromWarehouseId), at(toWarehouseId), quantity, actor),
  });
}
