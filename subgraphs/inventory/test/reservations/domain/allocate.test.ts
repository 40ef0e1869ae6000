import { describe, expect, test } from 'vitest';
import type { StockLevel } from '../../../src/ledger/domain.ts';
import { allocate } from '../../../src/reservations/domain/allocate.ts';
import { sumByProduct } from '../../../src/reservations/domain/quantities.ts';
import { buildStockLevel } from '../../support/builders.ts';

const level = (productId: string, warehouseId: string, onHand: number, reserved = 0) =>
  buildStockLevel(productId, warehouseId, { onHand, reserved });

function taken(wanted: Record<string, number>, levels: StockLevel[]): Record<string, number> | string {
  const decision = allocate(new Map(Object.entries(wanted)), levels);
  if (decision.kind === 'short') return JSON.stringify(decision.shortages);
  return Object.fromEntries(decision.allocations.map((each) => [each.level.itemId, each.quantity]));
}

describe('allocate', () => {
  test('takes a product from one warehouse when one has enough', () => {
    expect(taken({ a: 5 }, [level('a', 'W1', 4), level('a', 'W2', 6)])).toEqual({ 'a@W2': 5 });
  });

  test('prefers a warehouse that the basket already uses', () => {
    const levels = [level('a', 'W1', 10), level('b', 'W1', 2), level('b', 'W2', 50)];
    expect(taken({ a: 1, b: 2 }, levels)).toEqual({ 'a@W1': 1, 'b@W1': 2 });
  });

  test('splits over the fewest warehouses when none has enough', () => {
    const levels = [level('a', 'W1', 1), level('a', 'W2', 3), level('a', 'W3', 4)];
    expect(taken({ a: 6 }, levels)).toEqual({ 'a@W3': 4, 'a@W2': 2 });
  });

  test('takes a whole basket from one warehouse when one has all of it', () => {
    const levels = [level('a', 'W1', 90), level('a', 'W2', 5), level('b', 'W2', 5), level('b', 'W3', 80)];
    expect(taken({ a: 1, b: 2 }, levels)).toEqual({ 'a@W2': 1, 'b@W2': 2 });
  });

  test('takes a basket from two warehouses rather than from three that have more of each product', () => {
    const levels = [
      level('a', 'W1', 90),
      level('b', 'W2', 90),
      level('c', 'W3', 90),
      ...['a', 'b'].map((product) => level(product, 'W4', 3)),
    ];
    expect(taken({ a: 3, b: 3, c: 1 }, levels)).toEqual({ 'a@W4': 3, 'b@W4': 3, 'c@W3': 1 });
  });

  test('finds enough in more warehouses than it can try all sets of', () => {
    const levels = Array.from({ length: 40 }, (_, n) => level('a', `W${n + 10}`, 1));
    expect(Object.keys(taken({ a: 20 }, levels))).toHaveLength(20);
  });

  test('takes nothing from an inactive warehouse', () => {
    const levels = [{ ...level('a', 'W1', 9), active: false }, level('a', 'W2', 2)];
    expect(taken({ a: 2 }, levels)).toEqual({ 'a@W2': 2 });
  });

  test('does not count reserved units', () => {
    expect(taken({ a: 3 }, [level('a', 'W1', 5, 3)])).toBe('[{"productId":"a","requested":3,"available":2}]');
  });

  test('reports every product that is short, and an unknown one with 0', () => {
    expect(taken({ a: 2, b: 1, c: 1 }, [level('a', 'W1', 1), level('c', 'W1', 1)])).toBe(
      '[{"productId":"a","requested":2,"available":1},{"productId":"b","requested":1,"available":0}]',
    );
  });

  test('adds up the lines of one product', () => {
    const lines = [
      { productId: 'a', quantity: 3 },
      { productId: 'b', quantity: 1 },
      { productId: 'a', quantity: 4 },
    ];
    expect([...sumByProduct(lines)]).toEqual([
      ['a', 7],
      ['b', 1],
    ]);
  });
});
