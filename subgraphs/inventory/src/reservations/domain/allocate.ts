import type { Allocation, StockLevel } from '../../ledger/domain.ts';
import { fewestWarehouses } from './fewestWarehouses.ts';
import type { Quantities, Shortage } from './quantities.ts';

export type AllocationDecision =
  | { readonly kind: 'allocated'; readonly allocations: readonly Allocation[] }
  | { readonly kind: 'short'; readonly shortages: readonly Shortage[] };

/**
 * Chooses the items that the units come from. Allocates all units, or none and reports the shortages.
 *
 * The basket comes from the fewest warehouses that have all of it. Within these, a product comes from a
 * single warehouse if one has enough, preferably one that the basket already uses; otherwise from as few as
 * possible.
 */
export function allocate(wanted: Quantities, levels: readonly StockLevel[]): AllocationDecision {
  const there = levels.filter(
    (level) => level.active && wanted.has(level.productId) && availableIn(level) > 0,
  );
  const shortages: Shortage[] = [];
  for (const [productId, requested] of wanted) {
    const available = there.reduce(
      (sum, each) => sum + (each.productId === productId ? availableIn(each) : 0),
      0,
    );
    if (available < requested) shortages.push({ productId, requested, available });
  }
  if (shortages.length > 0) return { kind: 'short', shortages };
  const warehouses = fewestWarehouses(wanted, there);
  const allocations: Allocation[] = [];
  const used = new Set<string>();
  for (const [productId, requested] of wanted) {
    const candidates = there.filter(
      (each) => each.productId === productId && warehouses.has(each.warehouseId),
    );
    for (const allocation of take(requested, candidates, used)) {
      allocations.push(allocation);
      used.add(allocation.level.warehouseId);
    }
  }
  return { kind: 'allocated', allocations };
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
