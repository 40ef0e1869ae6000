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

/** Units taken from one item. */
export interface Allocation {
  readonly level: StockLevel;
  readonly quantity: number;
}

export interface Shortage {
  readonly productId: string;
  readonly requested: number;
  readonly available: number;
}

export type AllocationDecision =
  | { readonly kind: 'allocated'; readonly allocations: readonly Allocation[] }
  | { readonly kind: 'short'; readonly shortages: readonly Shortage[] };

/** Adds up the lines of each product, so that two lines of one product are never judged one by one. */
export function sumByProduct(lines: readonly { productId: string; quantity: number }[]): Quantities {
  const sums = new Map<string, number>();
  for (const { productId, quantity } of lines) sums.set(productId, (sums.get(productId) ?? 0) + quantity);
  return sums;
}

/**
 * Decides which items the units come from: all of them, or none and why.
 *
 * A product comes from one warehouse when one has enough of it, rather from one that this basket uses already, so
 * that few parcels are packed; else from as few as possible.
 */
export function allocate(wanted: Quantities, levels: readonly StockLevel[]): AllocationDecision {
  const shortages: Shortage[] = [];
  const allocations: Allocation[] = [];
  const used = new Set<string>();
  for (const [productId, requested] of wanted) {
    const candidates = levels.filter(
      (level) => level.active && level.productId === productId && availableIn(level) > 0,
    );
    const available = candidates.reduce((sum, level) => sum + availableIn(level), 0);
    if (available < requested) {
      shortages.push({ productId, requested, available });
      continue;
    }
    for (const allocation of take(requested, candidates, used)) {
      allocations.push(allocation);
      used.add(allocation.level.warehouseId);
    }
  }
  return shortages.length > 0 ? { kind: 'short', shortages } : { kind: 'allocated', allocations };
}

function availableIn(level: StockLevel): number {
  return level.onHand - level.reserved;
}

function take(requested: number, candidates: readonly StockLevel[], used: ReadonlySet<string>): Allocation[] {
  const enough = candidates.filter((level) => availableIn(level) >= requested);
  const single = enough.find((level) => used.has(level.warehouseId)) ?? mostFirst(enough).at(0);
  if (single) return [{ level: single, quantity: requested }];
  const taken: Allocation[] = [];
  let missing = requested;
  for (const level of mostFirst(candidates)) {
    if (missing === 0) break;
    const quantity = Math.min(missing, availableIn(level));
    taken.push({ level, quantity });
    missing -= quantity;
  }
  return taken;
}

function mostFirst(levels: readonly StockLevel[]): StockLevel[] {
  return levels.toSorted((a, b) => availableIn(b) - availableIn(a) || (a.itemId < b.itemId ? -1 : 1));
}
