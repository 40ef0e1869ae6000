import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { type Event, readEvent } from '@holdfast/kit-events/event';
import { createMongoOutbox } from '@holdfast/kit-mongo/outbox';
import { expect, test } from 'vitest';
import { archiveProduct } from '../../src/products/archiveProduct.ts';
import { changePrice } from '../../src/products/changePrice.ts';
import { updateProduct } from '../../src/products/updateProduct.ts';
import { usd } from '../support/builders.ts';
import { STAFF } from '../support/callers.ts';
import { type TestProducts, testProducts } from '../support/testProducts.ts';

const by = STAFF.user?.id ?? '';

/** Returns the unpublished events, in order. */
async function unpublished({ deps }: TestProducts): Promise<readonly Event[]> {
  const found = await deps.products.find().toArray();
  return found.flatMap(({ outbox }) => outbox ?? []);
}

const typesOf = (events: readonly Event[]) => events.map(({ type }) => type.split('.')[1]);

test('each change has its event, with the product after the change', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  const category = await catalogue.addCategory({ name: 'Chairs' });
  const { id } = await catalogue.addProduct({ sku: 'C-1', name: 'Chair', price: usd('10') });
  const input = { name: 'Stool', categoryId: category.id };
  await updateProduct(deps, STAFF, { id, expectedVersion: 1, input });
  await changePrice(deps, STAFF, { id, expectedVersion: 2, price: usd('12.50') });
  await archiveProduct(deps, STAFF, id);
  await archiveProduct(deps, STAFF, id);
  const events = await unpublished(catalogue);
  expect(typesOf(events)).toEqual(['ProductCreated', 'ProductUpdated', 'PriceChanged', 'ProductArchived']);
  const created = {
    ...{ productId: id, sku: 'C-1', name: 'Chair', kind: 'PHYSICAL', status: 'ACTIVE' },
    ...{ price: usd('10.00'), categoryId: null, sellerId: null, version: 1, actor: 'products' },
  };
  const audited = {
    ...{ sku: 'C-1', name: 'Chair', kind: 'PHYSICAL', status: 'ACTIVE', price: usd('10.00') },
    ...{ description: null, categoryId: null, sellerId: null, imageUrl: null },
  };
  const changes = [
    { before: null, after: audited },
    { before: { name: 'Chair', categoryId: null }, after: { name: 'Stool', categoryId: category.id } },
    { before: { price: usd('10.00') }, after: { price: usd('12.50') } },
    { before: { status: 'ACTIVE' }, after: { status: 'ARCHIVED' } },
  ];
  const updated = { ...created, name: 'Stool', categoryId: category.id, version: 2, actor: by };
  const priced = { ...updated, price: usd('12.50'), previousPrice: usd('10.00'), version: 3 };
  const { previousPrice, ...archived } = { ...priced, status: 'ARCHIVED', version: 4 };
  expect(events.map(({ data }) => data)).toEqual(
    [created, updated, priced, archived].map((data, n) => ({ ...data, ...changes[n] })),
  );
  expect(events.map(({ subject }) => subject)).toEqual([id, id, id, id]);
  for (const event of events) expect(readEvent(structuredClone(event))).toEqual(event);
});

test('a change is reported by its kind, not by the mutation that made it', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  const { id } = await catalogue.addProduct({ price: usd('10') });
  await changePrice(deps, STAFF, { id, expectedVersion: 1, price: usd('10') });
  await updateProduct(deps, STAFF, { id, expectedVersion: 2, input: { status: 'ARCHIVED' } });
  await updateProduct(deps, STAFF, { id, expectedVersion: 3, input: { status: 'ACTIVE' } });
  expect(typesOf(await unpublished(catalogue))).toEqual([
    ...['ProductCreated', 'ProductUpdated', 'ProductArchived', 'ProductUpdated'],
  ]);
});

unlessFerretdb(test, NOT_ATOMIC)('a change that is refused has no event', async () => {
  await using catalogue = await testProducts();
  const { id } = await catalogue.addProduct();
  const change = (amount: string) =>
    changePrice(catalogue.deps, STAFF, { id, expectedVersion: 1, price: usd(amount) });
  await Promise.allSettled(['1', '2', '3', '4', '5', '6', '7', '8'].map(change));
  expect(typesOf(await unpublished(catalogue))).toEqual(['ProductCreated', 'PriceChanged']);
});

unlessFerretdb(test, NOT_ATOMIC)(
  'archiving succeeds despite concurrent changes, and each version is reported once',
  async () => {
    await using catalogue = await testProducts();
    const { deps } = catalogue;
    const { id } = await catalogue.addProduct();
    await Promise.allSettled([
      ...[1, 2, 3, 4].map((expectedVersion) =>
        changePrice(deps, STAFF, { id, expectedVersion, price: usd(String(expectedVersion)) }),
      ),
      archiveProduct(deps, STAFF, id),
      archiveProduct(deps, STAFF, id),
    ]);
    const events = await unpublished(catalogue);
    const versions = events.map(({ data }) => 'version' in data && data.version);
    expect(versions).toEqual(versions.map((_, n) => n + 1));
    expect(typesOf(events).filter((type) => type === 'ProductArchived')).toHaveLength(1);
    expect((await deps.products.findOne({ _id: id }))?.status).toBe('ARCHIVED');
  },
);

test('events are removed once they are published, and the API never sees one', async () => {
  await using catalogue = await testProducts();
  const { deps } = catalogue;
  await catalogue.addProduct({ id: newUuid() });
  const { data } = await catalogue.anonymous('{ products { nodes { id version } } }');
  expect(JSON.stringify(data)).not.toContain('ProductCreated');
  const outbox = createMongoOutbox({
    collections: [catalogue.db.collection('products')],
    leases: catalogue.db.collection('leases'),
    holder: newUuid(),
    clock: deps.clock,
  });
  const published: Event[] = [];
  await outbox.relay(async (events) => void published.push(...events));
  expect(typesOf(published)).toEqual(['ProductCreated']);
  expect(await unpublished(catalogue)).toEqual([]);
});
