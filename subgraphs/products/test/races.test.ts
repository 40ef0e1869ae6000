/**
 * Races each rule that must hold under concurrency twice: with the catalogue, and with a version of it that
 * looks first and then writes. In the second race everyone looks before anyone writes, so the rule breaks in
 * every run. This proves that the race would detect a violation.
 */
import { barrier } from '@holdfast/dev/testing/barrier';
import { NAMES_NO_INDEX, NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { findCategories, isCategoryOpen } from '../src/categories/queries/findCategories.ts';
import { updateCategory } from '../src/categories/updateCategory.ts';
import { deleteCategory } from '../src/categoryDeletion/deleteCategory.ts';
import { isCategoryInUse } from '../src/categoryDeletion/queries/closedCategories.ts';
import type { Dependencies } from '../src/context.ts';
import { SLUG_UNIQUE } from '../src/database/indexes.ts';
import { changePrice } from '../src/products/changePrice.ts';
import { createProduct } from '../src/products/createProduct.ts';
import { findProductBy } from '../src/products/queries/findProducts.ts';
import { slugOf } from '../src/slugs/domain.ts';
import { buildProductDocument, usd } from './support/builders.ts';
import { STAFF } from './support/callers.ts';
import { type TestProducts, testProducts } from './support/testProducts.ts';

const CLIENTS = 200;

/** Runs `work` this many times at once. @returns the number of runs that succeed. */
async function succeeding(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  const outcomes = await Promise.allSettled(Array.from({ length: count }, (_, n) => work(n)));
  return outcomes.filter(({ status }) => status === 'fulfilled').length;
}

type Edit = (deps: Dependencies, id: string, amount: string) => Promise<unknown>;

/** Lets 16 editors change one version. */
async function raceForVersion(catalogue: TestProducts, edit: Edit) {
  const { id } = await catalogue.addProduct();
  const written = await succeeding(16, (n) => edit(catalogue.deps, id, `${n + 1}`));
  const stored = await catalogue.deps.products.findOne({ _id: id });
  return { written, version: stored?.version, prices: stored?.priceHistory.length };
}

unlessFerretdb(test, NOT_ATOMIC)('of 16 editors who saw one version, one writes', async () => {
  await using catalogue = await testProducts();
  const edit: Edit = (deps, id, amount) =>
    changePrice(deps, STAFF, { id, expectedVersion: 1, price: usd(amount) });
  expect(await raceForVersion(catalogue, edit)).toEqual({ written: 1, version: 2, prices: 2 });
});

test('if the version were checked before the write, all 16 would write, 15 of them over another', async () => {
  await using catalogue = await testProducts();
  const allHaveLooked = barrier(16);
  const edit: Edit = async ({ products }, id, amount) => {
    const product = await products.findOne({ _id: id });
    await allHaveLooked();
    if (product?.version !== 1) throw new Error('stale');
    const price = { minor: BigInt(amount) * 100n, currency: 'USD' } as const;
    const priceHistory = [...product.priceHistory, { price, at: product.createdAt, by: null }];
    await products.updateOne({ _id: id }, { $set: { price, priceHistory, version: 2 } });
  };
  expect(await raceForVersion(catalogue, edit)).toEqual({ written: 16, version: 2, prices: 2 });
});

type Create = (deps: Dependencies, sku: string) => Promise<unknown>;

/** Lets every client create a product with the same name. */
async function raceForSlug({ deps }: TestProducts, create: Create) {
  const created = await succeeding(CLIENTS, (n) => create(deps, `SKU-${n}`));
  const slugs = (await deps.products.find().toArray()).map(({ slug }) => slug);
  return { created, different: new Set(slugs).size };
}

unlessFerretdb(test, NAMES_NO_INDEX)(
  `${CLIENTS} concurrent products with one name get ${CLIENTS} slugs`,
  async () => {
    await using catalogue = await testProducts();
    const create: Create = (deps, sku) => createProduct(deps, { sku, name: 'Chair', price: usd('1') });
    expect(await raceForSlug(catalogue, create)).toEqual({ created: CLIENTS, different: CLIENTS });
  },
);

/** Creates products like the catalogue, except that it looks for a free slug. */
function createUnderSeenSlug(allHaveLooked: () => Promise<void>): Create {
  return async ({ products }, sku) => {
    const wanted = slugOf('Chair', 'product');
    const taken = await findProductBy(products, { slug: wanted });
    await allHaveLooked();
    const slug = taken ? `${wanted}-2` : wanted;
    await products.insertOne(buildProductDocument({ sku, slug }));
  };
}

test('if each looked for a free slug and there were no index, all would get the same slug', async () => {
  await using catalogue = await testProducts();
  await catalogue.deps.products.dropIndex(SLUG_UNIQUE);
  const outcome = await raceForSlug(catalogue, createUnderSeenSlug(barrier(CLIENTS)));
  expect(outcome).toEqual({ created: CLIENTS, different: 1 });
});

test('with the index, all but one of these are refused, and no two have the same slug', async () => {
  await using catalogue = await testProducts();
  const outcome = await raceForSlug(catalogue, createUnderSeenSlug(barrier(CLIENTS)));
  expect(outcome).toEqual({ created: 1, different: 1 });
});

interface Shelf {
  readonly remove: (deps: Dependencies, categoryId: string) => Promise<unknown>;
  readonly put: (deps: Dependencies, categoryId: string, productId: string) => Promise<unknown>;
}

/**
 * Deletes a category while 8 products are put into it.
 * @returns the number of products in it once it is gone.
 */
async function raceForShelf(catalogue: TestProducts, { remove, put }: Shelf): Promise<number> {
  const { deps } = catalogue;
  const { id } = await catalogue.addCategory({ name: newUuid() });
  const products = await Promise.all(
    Array.from({ length: 8 }, () => catalogue.addProduct({ name: newUuid() })),
  );
  await Promise.allSettled([remove(deps, id), ...products.map((product) => put(deps, id, product.id))]);
  if ((await findCategories(deps.categories, [id])).length === 1) return 0;
  return deps.products.countDocuments({ categoryId: id });
}

unlessFerretdb(test, NAMES_NO_INDEX)(
  'nothing is in a category that was deleted at the same time',
  async () => {
    await using catalogue = await testProducts();
    for (let round = 0; round < 10; round++) {
      const shelf: Shelf = {
        remove: deleteCategory,
        put: (deps, categoryId) =>
          createProduct(deps, { sku: newUuid(), name: newUuid(), price: usd('1'), categoryId }),
      };
      expect(await raceForShelf(catalogue, shelf)).toBe(0);
    }
  },
);

unlessFerretdb(test, NAMES_NO_INDEX)(
  'if both looked first and then wrote, all 8 would be in a deleted category',
  async () => {
    await using catalogue = await testProducts();
    const allHaveLooked = barrier(9);
    const shelf: Shelf = {
      async remove({ products, categories }, id) {
        const isInUse = await isCategoryInUse(products, categories, id);
        await allHaveLooked();
        if (!isInUse) await categories.deleteOne({ _id: id });
      },
      async put({ products, categories }, categoryId, id) {
        const isOpen = await isCategoryOpen(categories, categoryId);
        await allHaveLooked();
        if (isOpen) await products.updateOne({ _id: id }, { $set: { categoryId } });
      },
    };
    expect(await raceForShelf(catalogue, shelf)).toBe(8);
  },
);

type Move = (deps: Dependencies, id: string, parentId: string) => Promise<unknown>;

/**
 * Moves each of four categories below the next, in a ring.
 * @returns the number that end up below themselves.
 */
async function raceForTree(catalogue: TestProducts, move: Move): Promise<number> {
  const { deps } = catalogue;
  const ring = await Promise.all(Array.from({ length: 4 }, () => catalogue.addCategory({ name: newUuid() })));
  await succeeding(4, (n) => move(deps, ring[n]!.id, ring[(n + 1) % 4]!.id));
  const standing = await Promise.all(ring.map(({ id }) => isBelow(deps, id, id)));
  return standing.filter(Boolean).length;
}

async function isBelow(deps: Pick<Dependencies, 'categories'>, id: string, above: string): Promise<boolean> {
  const [category] = await findCategories(deps.categories, [id]);
  const parentId = category?.parentId ?? null;
  return parentId !== null && (parentId === above || isBelow(deps, parentId, above));
}

unlessFerretdb(test, NOT_ATOMIC)('of moves that together form a ring, one is refused', async () => {
  await using catalogue = await testProducts();
  const move: Move = (deps, id, parentId) => updateCategory(deps, { id, input: { name: 'Moved', parentId } });
  expect(await raceForTree(catalogue, move)).toBe(0);
});

test('if a move looked for a cycle before its write, all four would end up below themselves', async () => {
  await using catalogue = await testProducts();
  const allHaveLooked = barrier(4);
  const move: Move = async (deps, id, parentId) => {
    const isCycle = await isBelow(deps, parentId, id);
    await allHaveLooked();
    if (!isCycle) await deps.categories.updateOne({ _id: id }, { $set: { parentId } });
  };
  expect(await raceForTree(catalogue, move)).toBe(4);
});
