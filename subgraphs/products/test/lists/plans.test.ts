import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { PRODUCT_ORDERS, SORTINGS } from '../../src/lists/domain/productOrder.ts';
import type { ProductSelection } from '../../src/lists/domain/productSelection.ts';
import { type Position, pageQuery } from '../../src/lists/queries/findPage.ts';
import { testProducts } from '../support/testProducts.ts';

const [a, b, c] = [newUuid(), newUuid(), newUuid()];
const selections: Readonly<Record<string, Omit<ProductSelection, 'status'>>> = {
  nothing: {},
  kind: { kind: 'SEAT' },
  category: { categoryIds: [a] },
  'categories below': { categoryIds: [a, b, c] },
  'categories below, of a kind': { categoryIds: [a, b, c], kind: 'PHYSICAL' },
  '150 categories': { categoryIds: Array.from({ length: 150 }, newUuid) },
  '300 categories': { categoryIds: Array.from({ length: 300 }, newUuid) },
  seller: { sellerId: a },
  'seller and category': { sellerId: a, categoryIds: [b, c] },
  'least price': { minPrice: 10_000n },
  'highest price': { maxPrice: 10_000n },
  'price range': { minPrice: 1n, maxPrice: 999_999_999n },
  'narrow price range in a category': { categoryIds: [a], minPrice: 10_000n, maxPrice: 10_001n },
  'in stock': { inStock: true },
  'out of stock, of a kind': { inStock: false, kind: 'SEAT' },
  'in stock, categories below': { inStock: true, categoryIds: [a, b, c] },
  '300 categories, out of stock': { categoryIds: Array.from({ length: 300 }, newUuid), inStock: false },
  'in stock, seller': { inStock: true, sellerId: a },
  'in stock, price range': { inStock: true, minPrice: 1n, maxPrice: 999_999_999n },
  'out of stock, words': { inStock: false, words: ['oak', 'chair'] },
  word: { words: ['oak'] },
  words: { words: ['oak', 'chair'] },
  everything: {
    ...{ words: ['oak'], kind: 'SEAT', inStock: true, categoryIds: [a], sellerId: b },
    ...{ minPrice: 1n, maxPrice: 9n },
  },
};
const positions: Readonly<Record<string, Position['value']>> = {
  createdAt: new Date(0),
  nameKey: 'chair',
  priceKey: 5_000n,
};

test.skipIf(process.env['MONGODB_IMPLEMENTATION'] === 'ferretdb').each(Object.keys(selections))(
  'a list by %s is read from an index in its order, for every status, order, rank and page',
  async (name) => {
    await using catalogue = await testProducts();
    await catalogue.addProduct({ description: 'Of oak.', categoryId: null });
    for (const order of PRODUCT_ORDERS) {
      const sorting = SORTINGS[order];
      for (const rank of selections[name]!.words ? [0, 1, 2] : [undefined]) {
        for (const after of [null, { value: positions[sorting.field]!, id: a }]) {
          const selection: ProductSelection = { status: 'DRAFT', ...selections[name] };
          const { filter, sort } = pageQuery({
            selection,
            sorting,
            after,
            ...(rank !== undefined && { rank }),
          });
          const explained = await catalogue.deps.products.find(filter).sort(sort).explain('queryPlanner');
          const plan = JSON.stringify(explained['queryPlanner'].winningPlan);
          expect(plan, `${order} ${rank} ${after}`).toContain('"IXSCAN"');
          expect(plan, `${order} ${rank} ${after}`).toContain('_by_key"');
          expect(plan, `${order} ${rank} ${after}`).not.toMatch(/"(SORT|COLLSCAN)"/);
        }
      }
    }
  },
);
