import { ON_FERRETDB } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { fold } from '../../src/domain/fold.ts';
import type { Product } from '../../src/domain/product.ts';
import { sortValueOf } from '../../src/lists/domain/listFields.ts';
import { listKeysOf, PLACES, wordKey } from '../../src/lists/domain/listKeys.ts';
import { PRODUCT_ORDERS, type ProductOrder, SORTINGS } from '../../src/lists/domain/productOrder.ts';
import type { ProductSelection } from '../../src/lists/domain/productSelection.ts';
import { listProducts } from '../../src/lists/listProducts.ts';
import { buildProduct, buildProductDocument } from '../support/builders.ts';
import { testProducts } from '../support/testProducts.ts';

/** FerretDB 1.24 takes about 0.7 s for all pages of one selection, so it gets fewer. */
const SELECTIONS = ON_FERRETDB ? 30 : 120;
const WORDS = ['oak', 'oaken', 'steel', 'chair', 'lamp', 'c', 'zeppelin'];
const CATEGORIES = Array.from({ length: 5 }, newUuid);
const SELLERS = Array.from({ length: 3 }, newUuid);

/** A small seeded generator, so that a failing selection can be run again. */
function randomOf(seed: number) {
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) % limit;
  };
  return { below, pick: <T>(values: readonly T[]): T => values[below(values.length)]! };
}

type Random = ReturnType<typeof randomOf>;

function randomProduct({ below, pick }: Random, n: number): Product {
  const createdAt = new Date(1_000 * below(40));
  return buildProduct({
    sku: below(4) === 0 ? `OAK-${n}` : `X${n}`,
    slug: `product-${n}`,
    name: `${pick(WORDS)} ${pick(WORDS)}`,
    description: below(3) === 0 ? null : `A ${pick(WORDS)}, of ${pick(WORDS)}.`,
    kind: pick(['PHYSICAL', 'PHYSICAL', 'SEAT']),
    status: pick(['ACTIVE', 'ACTIVE', 'ACTIVE', 'DRAFT']),
    price: { minor: BigInt(below(30) * 100), currency: 'USD' },
    categoryId: pick([...CATEGORIES, null]),
    sellerId: pick([...SELLERS, null]),
    inStock: below(3) > 0,
    createdAt,
  });
}

function randomSelection({ below, pick }: Random): ProductSelection {
  const low = BigInt(below(20) * 1_000);
  return {
    status: pick(['ACTIVE', 'ACTIVE', 'DRAFT']),
    ...(below(3) === 0 && { kind: pick(['PHYSICAL', 'SEAT'] as const) }),
    ...(below(3) === 0 && {
      categoryIds: pick([CATEGORIES.slice(1, 2), CATEGORIES.slice(0, 3), CATEGORIES]),
    }),
    ...(below(12) === 0 && {
      categoryIds: [...CATEGORIES.slice(2), ...Array.from({ length: 250 }, newUuid)],
    }),
    ...(below(3) === 0 && { sellerId: pick(SELLERS) }),
    ...(below(3) === 0 && { inStock: below(2) === 0 }),
    ...(below(3) === 0 && { minPrice: low }),
    ...(below(3) === 0 && { maxPrice: low + BigInt(below(12) * 1_000) }),
    ...(below(2) === 0 && { words: [...new Set([pick(WORDS), pick(['o', ...WORDS])])] }),
  };
}

/** Returns the worst of the words' best places; undefined when a word is in no place. */
function rankOf(product: Product, words: readonly string[]): number | undefined {
  const keys = new Set(listKeysOf(product));
  const ranks = words.map((word) => PLACES.findIndex((place) => keys.has(wordKey(word, place))));
  return ranks.includes(-1) ? undefined : Math.max(0, ...ranks);
}

/** Computes the expected list: it looks at every product, then sorts. */
function naively(products: readonly Product[], selection: ProductSelection, order: ProductOrder): string[] {
  const { status, kind, inStock, categoryIds, sellerId, minPrice, maxPrice, words = [] } = selection;
  const { field, direction } = SORTINGS[order];
  const met = products.filter(
    (product) =>
      product.status === status &&
      (!kind || product.kind === kind) &&
      (inStock === undefined || product.inStock === inStock) &&
      (!categoryIds || categoryIds.some((id) => id === product.categoryId)) &&
      (!sellerId || product.sellerId === sellerId) &&
      (minPrice === undefined || product.price.minor * 10n >= minPrice) &&
      (maxPrice === undefined || product.price.minor * 10n <= maxPrice) &&
      rankOf(product, words) !== undefined,
  );
  const text = (product: Product) =>
    field === 'nameKey' ? fold(product.name) : Number(sortValueOf(product, field));
  return met
    .toSorted((a, b) => {
      const byRank = rankOf(a, words)! - rankOf(b, words)!;
      const [left, right] = [text(a), text(b)];
      const byValue = left === right ? (a.id < b.id ? -1 : 1) : left < right ? -1 : 1;
      return byRank || byValue * direction;
    })
    .map(({ id }) => id);
}

test('any selection has the same products, in the same order and number, as one that looks at every product', async () => {
  await using catalogue = await testProducts();
  const { products } = catalogue.deps;
  const random = randomOf(5);
  const all = Array.from({ length: 250 }, (_, n) => randomProduct(random, n));
  await products.insertMany(all.map(buildProductDocument));
  let listed = 0;
  for (let n = 0; n < SELECTIONS; n++) {
    const selection = randomSelection(random);
    const order = PRODUCT_ORDERS[n % PRODUCT_ORDERS.length]!;
    const expected = naively(all, selection, order);
    const described = `${order} ${JSON.stringify(selection, (_, value) => (typeof value === 'bigint' ? `${value}` : value))}`;
    const found: string[] = [];
    for (let after: string | null = null, more = true; more; ) {
      const page = await listProducts({ products }, selection, { first: 7, after }, order);
      found.push(...page.nodes.map(({ id }) => id));
      if (after === null) expect(await page.totalCount(), described).toBe(expected.length);
      more = page.pageInfo.hasNextPage;
      after = page.pageInfo.endCursor;
    }
    expect(found, described).toEqual(expected);
    listed += found.length;
  }
  expect(listed).toBeGreaterThan(4 * SELECTIONS);
});
