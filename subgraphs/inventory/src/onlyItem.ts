import type { StockItem } from './store/stockItemRow.ts';

/** The item of a change in one warehouse. */
export function onlyItem([item]: readonly StockItem[]): StockItem {
  if (!item) throw new Error('A change of stock has no item.');
  return item;
}
