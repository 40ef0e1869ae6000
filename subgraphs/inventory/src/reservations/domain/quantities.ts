/** Units by product id, each above zero. */
export type Quantities = ReadonlyMap<string, number>;

export interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

/** Adds up the lines of each product, so that two lines of one product are judged together. */
export function sumByProduct(lines: readonly { productId: string; quantity: number }[]): Quantities {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of lines) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return sums;
}

/** Returns true when two requests want the same units, in whatever order of lines. */
export function sameQuantities(a: Quantities, b: Quantities): boolean {
  return a.size === b.size && [...a].every(([productId, quantity]) => b.get(productId) === quantity);
}
