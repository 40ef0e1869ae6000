import type { StockLevel } from '../../ledger/domain.ts';
import type { Quantities } from './quantities.ts';

/** The most sets to try for one basket: enough for all sets of nine warehouses, or all pairs of forty. */
const MAX_TRIED = 1_000;

/**
 * Returns the fewest warehouses that together have all wanted units, so that few parcels are packed. Among
 * sets of the same size it prefers warehouses with more stock. Returns all warehouses once MAX_TRIED sets
 * have failed.
 * @param levels the stock of the wanted products; all warehouses together have enough.
 */
export function fewestWarehouses(wanted: Quantities, levels: readonly StockLevel[]): ReadonlySet<string> {
  const warehouses = [...Map.groupBy(levels, ({ warehouseId }) => warehouseId)]
    .map(([id, there]) => ({ id, stock: new Map(there.map((each) => [each.productId, available(each)])) }))
    .toSorted((a, b) => sum(b.stock.values()) - sum(a.stock.values()) || (a.id < b.id ? -1 : 1));
  let tried = 0;
  for (let size = 1; size < warehouses.length; size++) {
    for (const some of subsets(warehouses, size)) {
      if (++tried > MAX_TRIED) return idsOf(warehouses);
      if (haveAll(some, wanted)) return idsOf(some);
    }
  }
  return idsOf(warehouses);
}

interface Warehouse {
  readonly id: string;
  /** Units that can be reserved, by product id. */
  readonly stock: ReadonlyMap<string, number>;
}

function haveAll(warehouses: readonly Warehouse[], wanted: Quantities): boolean {
  return [...wanted].every(
    ([productId, quantity]) => sum(warehouses.map(({ stock }) => stock.get(productId) ?? 0)) >= quantity,
  );
}

/** Yields all subsets of `size` elements, each in the order of `all`. */
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
