/** Generates a large catalogue, the same each time. */
import { formatMoney } from '../../kit/values/src/money.ts';
import type { ProductDocument } from '../../subgraphs/products/src/database/collections.ts';
import { newProduct } from '../../subgraphs/products/src/domain/product.ts';
import { listFieldsOf } from '../../subgraphs/products/src/lists/domain/listFields.ts';
import { newProductSchema } from '../../subgraphs/products/src/products/input.ts';

const MATERIALS = [
  'Oak',
  'Steel',
  'Linen',
  'Brass',
  'Glass',
  'Walnut',
  'Wool',
  'Ceramic',
  'Bamboo',
  'Copper',
];
const THINGS = ['chair', 'lamp', 'kettle', 'table', 'shelf', 'knife', 'basket', 'mirror', 'stool', 'bowl'];
const STYLES = [
  'small',
  'tall',
  'round',
  'folding',
  'classic',
  'light',
  'garden',
  'kitchen',
  'office',
  'travel',
];

/** The mulberry32 generator: small and seeded, so that runs are comparable. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Returns an id that is the same in every run. */
export const idOf = (kind: number, n: number): string =>
  `01900000-000${kind}-7000-8000-${n.toString(16).padStart(12, '0')}`;

const contentSchema = newProductSchema.omit({ id: true });

export interface Places {
  readonly categoryIds: readonly string[];
  readonly sellerIds: readonly string[];
}

/**
 * Prices are from 1 to 1,000, as many around 2 as around 500. One product in ten is not on sale, one in ten
 * is a seat.
 */
export function* productDocuments(
  count: number,
  { categoryIds, sellerIds }: Places,
): Generator<ProductDocument> {
  const random = randomOf(7);
  const one = <T>(values: readonly T[]): T => {
    const value = values[Math.floor(random() * values.length)];
    if (value === undefined) throw new Error('Nothing to choose from.');
    return value;
  };
  for (let n = 0; n < count; n++) {
    const createdAt = new Date(Date.UTC(2026, 0, 1) + n * 60_000);
    const price = { minor: BigInt(Math.round(100 * 1000 ** random())), currency: 'USD' } as const;
    const content = contentSchema.parse({
      sku: `BEN-${String(n).padStart(6, '0')}`,
      name: `${one(MATERIALS)} ${one(STYLES)} ${one(THINGS)} ${n % 1000}`,
      description: `A ${one(STYLES)} ${one(THINGS)} of ${one(MATERIALS)}, for the ${one(STYLES)} home.`,
      kind: random() < 0.1 ? 'SEAT' : 'PHYSICAL',
      status: random() < 0.1 ? 'DRAFT' : 'ACTIVE',
      price: formatMoney(price),
      categoryId: one(categoryIds),
      attributes: { number: n },
      sellerId: one(sellerIds),
    });
    const created = newProduct(content, { id: idOf(3, n), slug: `product-${n}`, createdAt });
    const { id: _id, ...product } = { ...created, inStock: n % 10 !== 0 };
    const priceHistory = [{ price, at: createdAt, by: null }];
    yield { _id, ...product, ...listFieldsOf(product), priceHistory };
  }
}
