/** What the buyers of a load do, and the answer that each of their orders must get. */

export const MIXES = ['accepted', 'refused', 'declined', 'browsing'] as const;

/**
 * - accepted: each request is an order that can be fulfilled;
 * - refused: each order has a product without stock;
 * - declined: each buyer has no money, so the reserved stock is released again;
 * - browsing: as accepted, but each order follows READS reads of the catalogue.
 */
export type Mix = (typeof MIXES)[number];

/** Reads of the catalogue before each order of `browsing`: lists and single products in turn. */
export const READS = 9;

export const OUTCOMES = {
  accepted: 'CONFIRMED',
  refused: 'REJECTED OUT_OF_STOCK',
  declined: 'REJECTED PAYMENT_DECLINED',
  browsing: 'CONFIRMED',
} as const satisfies Record<Mix, string>;

/** One combination of the options: the load of a round. */
export interface Cell {
  readonly mix: Mix;
  readonly buyers: number;
  /** The first line of each order is one of this many products. */
  readonly products: number;
  readonly lines: number;
}

export function titleOf({ mix, buyers, products, lines }: Cell): string {
  const many = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
  const of = products === 1 ? 'hot product' : many(products, 'product');
  return `${of}, ${many(lines, 'line')}, ${many(buyers, 'buyer')}, ${mix}`;
}
