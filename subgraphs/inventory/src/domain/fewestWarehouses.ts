import type { Quantities, StockLevel } from './stock.ts';

/** Sets of warehouses that are tried for one basket: all of nine warehouses, or all pairs of forty. */
const MOST_TRIED = 1_000;

/**
 * The fewest warehouses that together have all that is wanted, so that few parcels are packed; of as many, those that
 * have the most of it.
 * @param levels what is there of it: enough, if all warehouses are taken together. They are taken when MOST_TRIED sets
 *   were tried in vain.
 */
export function fewestWarehouses(wanted: Quantities, levels: readonly StockLevel[]): ReadonlySet<string> {
  const warehouses = [...Map.groupBy(levels, ({ warehouseId }) => warehouseId)]
    .map(([id, there]) => ({ id, stock: new Map(there.map((each) => [each.productId, available(each)])) }))
    .toSorted((a, b) => sum(b.stock.values()) - sum(a.stock.values()) || (a.id < b.id ? -1 : 1));
  let tried = 0;
  for (let size = 1; size < warehouses.length; size++) {
    for (const some of subsets(warehouses, size)) {
      if (++tried > MOST_TRIED) return idsOf(warehouses);
      if (haveAll(some, wanted)) return idsOf(some);
    }
  }
  return idsOf(warehouses);
}

interface Warehouse {
  readonly id: string;
  /** Product id to units that can be reserved. */
  readonly stock: ReadonlyMap<string, number>;
}

function haveAll(warehouses: readonly Warehouse[], wanted: Quantities): boolean {
  return [...wanted].every(
    ([productId, quantity]) => sum(warehouses.map(({ stock }) => stock.get(productId) ?? 0)) >= quantity,
  );
}

/** All ways to choose `size` of them, in their order. */
function* subsets<T>(all: readonly T[], size: number): Generator<T[]> {
  if (size === 0) return yield [];
  for (const [n, first] of all.entries()) {
    for (const others of subsets(all.slice(n + 1), size - 1)) yield [first, ...others];
  }
}

function available({ onHand, reserved }: StockLevel): number {
  return onHand - reserved;
}

function idsOf(warehouses: readonly Warehouse[]): ReadonlySet<string> {
  return new Set(warehouses.map(({ id }) => id));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
