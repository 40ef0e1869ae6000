import { unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { fillStock } from '../../src/stock/fillStock.ts';
import { stockSubscription, takeStock } from '../../src/stock/takeStock.ts';
import { buildStock, usd } from '../support/builders.ts';
import { testProducts } from '../support/testProducts.ts';
import { list, place } from './stockLists.ts';

const stamp = { clock: () => new Date(), newId: newUuid };

test('the newest version wins, however late and often the others arrive', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct();
  expect(await place(catalogue)).toBe('out');
  const places: string[] = [];
  const sequence = [
    ...[buildStock(id, 5, 2), buildStock(id, 0, 1), buildStock(id, 5, 2), buildStock(id, 0, 4)],
    ...[buildStock(id, 3, 3), buildStock(id, 0, 4), buildStock(id, 1, 9), buildStock(id, 0, 8)],
  ];
  for (const reported of sequence) {
    await takeStock(catalogue.deps, reported);
    places.push(await place(catalogue));
  }
  expect(places.join(' ')).toBe('in in in out out out in in');
});

test('a batch of events leads to the newest stock of each product', async () => {
  await using catalogue = await testProducts();
  const [first, second] = [await catalogue.addProduct(), await catalogue.addProduct()];
  const events = [
    ...[buildStock(first.id, 1, 2), buildStock(second.id, 1, 1), buildStock(first.id, 0, 3)],
    ...[buildStock(second.id, 0, 2), buildStock(second.id, 7, 4), buildStock(first.id, 5, 1)],
  ].map((stock) =>
    newEvent('StockChanged', { ...stock, kind: 'RECEIVE', actor: 'inventory', reason: null }, stamp),
  );
  await stockSubscription(catalogue.deps).handleAll?.(events);
  const stocks = await catalogue.deps.stock.find().toArray();
  expect(new Map(stocks.map(({ _id, available, version }) => [_id, [available, version]]))).toEqual(
    new Map([
      [first.id, [0, 3]],
      [second.id, [7, 4]],
    ]),
  );
  expect(await list(catalogue, { inStock: true })).toEqual([second.sku]);
});

test('stock that comes before its product is not lost', async () => {
  await using catalogue = await testProducts();
  const id = newUuid();
  await takeStock(catalogue.deps, buildStock(id, 2, 1));
  await catalogue.addProduct({ id });
  expect(await place(catalogue)).toBe('in');
});

test('stock changes neither the version nor the time of the last change, and creates no event', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct();
  const read = () =>
    catalogue.deps.products.findOne({ _id: id }, { projection: { version: 1, updatedAt: 1, outbox: 1 } });
  const before = await read();
  catalogue.pass(60);
  await takeStock(catalogue.deps, buildStock(id, 2, 1));
  expect(await place(catalogue)).toBe('in');
  expect(await read()).toEqual(before);
});

test('a DIGITAL product is always in stock', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct({ kind: 'DIGITAL' });
  expect(await place(catalogue)).toBe('in');
  await takeStock(catalogue.deps, buildStock(id, 0, 1));
  expect(await place(catalogue)).toBe('in');
});

test.each(['NEWEST', 'NAME', 'PRICE_ASC', 'PRICE_DESC'])(
  'pages in the order %s contain what is in stock, or what is not, with every other filter',
  async (orderBy) => {
    await using catalogue = await testProducts();
    const category = await catalogue.addCategory({ name: 'Home' });
    const seller = newUuid();
    const all: string[] = [];
    for (let n = 0; n < 24; n++) {
      const { id, sku } = await catalogue.addProduct({
        name: `Oak ${n % 7} ${n}`,
        price: usd(String(10 + (n % 5))),
        kind: n % 4 === 0 ? 'SEAT' : 'PHYSICAL',
        ...(n % 3 > 0 && { categoryId: category.id, sellerId: seller }),
      });
      all.push(sku);
      await takeStock(catalogue.deps, buildStock(id, n % 2, 1));
    }
    const filters = [
      ...[{}, { kind: 'SEAT' }, { kind: 'PHYSICAL' }, { categoryId: category.id }, { sellerId: seller }],
      ...[
        { kind: 'PHYSICAL', categoryId: category.id },
        { search: 'oak' },
        { minPrice: '11', maxPrice: '12' },
      ],
      { sellerId: seller, kind: 'PHYSICAL', search: 'oak', minPrice: '11' },
    ];
    for (const filter of filters) {
      const whole = await list(catalogue, filter, { orderBy });
      for (const inStock of [true, false]) {
        const wanted = whole.filter((sku) => all.indexOf(sku) % 2 === Number(inStock));
        expect(await list(catalogue, { ...filter, inStock }, { orderBy, first: 3 })).toEqual(wanted);
      }
      expect(await list(catalogue, { ...filter, inStock: null }, { orderBy })).toEqual(whole);
    }
  },
);

test('inventory is asked once for products with unknown stock, and the stock of an event wins', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  const skus: string[] = [];
  for (const name of ['stocked', 'empty', 'reported', 'reported meanwhile', 'unknown']) {
    const { id } = await catalogue.addProduct({ sku: name.replace(' ', '-'), name });
    skus.push(id);
  }
  const [stocked, empty, reported, meanwhile] = skus as [string, string, string, string];
  await catalogue.addProduct({ sku: 'digital', name: 'digital', kind: 'DIGITAL' });
  // Like a product written before this field existed.
  await deps.products.updateOne({ _id: stocked }, { $unset: { inStock: '' }, $pull: { listKeys: 'all-' } });
  await takeStock(deps, buildStock(reported, 7, 3));
  const asked: string[][] = [];
  const ask = async (products: readonly { id: string }[]) => {
    asked.push(products.map(({ id }) => id));
    await takeStock(deps, buildStock(meanwhile, 0, 1));
    return new Map([
      [stocked, 4],
      [empty, 0],
      [reported, 0],
      [meanwhile, 9],
    ]);
  };
  const fill = () => fillStock({ ...deps, ask }, new AbortController().signal);
  await fill();
  await fill();
  expect(asked).toHaveLength(1);
  expect(asked[0]).not.toContain(reported);
  expect((await list(catalogue, { inStock: true })).sort()).toEqual(['digital', 'reported', 'stocked']);
  expect((await list(catalogue, { inStock: false })).sort()).toEqual([
    'empty',
    'reported-meanwhile',
    'unknown',
  ]);
});

test('a failed query is not an answer', async () => {
  await using catalogue = await testProducts();
  await catalogue.addProduct();
  const { deps } = catalogue;
  const { signal } = new AbortController();
  const ask = () => Promise.reject(new Error('inventory is down'));
  await expect(fillStock({ ...deps, ask }, signal)).rejects.toThrow('inventory is down');
  await fillStock({ ...deps, ask: async (products) => new Map(products.map(({ id }) => [id, 1])) }, signal);
  expect(await place(catalogue)).toBe('in');
});

unlessFerretdb(test, 'FerretDB 1.24 explains in another way')(
  'an index finds the products with unknown stock',
  async () => {
    await using catalogue = await testProducts();
    const unstocked = catalogue.deps.products.find({ stockVersion: { $in: [null] } });
    const { queryPlanner } = await unstocked.explain('queryPlanner');
    expect(JSON.stringify(queryPlanner.winningPlan)).toContain('by_stock_version');
  },
);
