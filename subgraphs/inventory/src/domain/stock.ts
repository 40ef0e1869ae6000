/** How many units of what: product id to units, each above zero. */
export type Quantities = ReadonlyMap<string, number>;

/** One product in one warehouse, as far as reserving it needs. */
export interface StockLevel {
  readonly itemId: string;
  readonly productId: string;
  readonly warehouseId: string;
  /** Whether units may be reserved from its warehouse. */
  readonly active: boolean;
  readonly onHand: number;
  readonly reserved: number;
}

export interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

/** Adds up the lines of each product, so that two lines of one product are never judged one by one. */
export function sumByProduct(lines: readonly { productId: string; quantity: number }[]): Quantities {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of lines) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return sums;
}
