/** Requests that are decided in one transaction: each has the answer that it would have had alone. */
import { codeOf } from '@holdfast/kit/errors';
import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import { createReserve, type ReserveStock } from '../src/reserveStock.ts';
import { reserveTogether } from '../src/reserveTogether.ts';
import { verifyStock } from '../src/verifyStock.ts';
import { testInventory } from './fixtures.ts';

const command = (reference: string, quantities: Record<string, number>, more = {}): ReserveStock => ({
  reference,
  quantities: new Map(Object.entries(quantities)),
  ttlSeconds: 900,
  customerId: null,
  actor: reference,
  ...more,
});

test('each gets what the ones before it have left; a short one takes nothing and leaves its reference free', async () => {
  await using inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.warehouse('BER'), await inventory.warehouse('HAM')];
  const product = await inventory.product({ [berlin]: 5, [hamburg]: 3 });
  const other = await inventory.product({ [berlin]: 1 });
  const decisions = await reserveTogether(inventory.deps, [
    command('a', { [product]: 4 }),
    command('b', { [product]: 5, [other]: 1 }),
    command('c', { [product]: 4, [other]: 1 }),
    command('d', { [product]: 1 }),
  ]);
  expect(decisions).toMatchObject([
    { kind: 'reserved' },
    { kind: 'short', shortages: [{ productId: product, requested: 5, available: 4 }] },
    { kind: 'reserved' },
    { kind: 'short', shortages: [{ productId: product, requested: 1, available: 0 }] },
  ]);
  const { rows } = await inventory.deps.database.query('select reference from reservations order by 1');
  expect(rows).toEqual([{ reference: 'a' }, { reference: 'c' }]);
  const { rows: actors } = await inventory.deps.database.query(
    `select distinct actor from stock_movements where kind = 'RESERVE' order by 1`,
  );
  expect(actors).toEqual([{ actor: 'a' }, { actor: 'c' }]);
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('one reference many times in a batch: the first decides, the same again has its answer, another is taken', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 5 });
  await inventory.reserve({ [product]: 1 }, 'old');
  const decisions = await reserveTogether(inventory.deps, [
    command('new', { [product]: 2 }),
    command('old', { [product]: 2 }),
    command('old', { [product]: 1 }),
    command('new', { [product]: 1 }),
    command('new', { [product]: 2 }),
    command('short', { [product]: 9 }),
    command('short', { [product]: 9 }),
    command('short', { [product]: 1 }),
  ]);
  expect(decisions.map(({ kind }) => kind)).toEqual([
    'reserved',
    'taken',
    'reserved',
    'taken',
    'reserved',
    'short',
    'short',
    'reserved',
  ]);
  expect(decisions[4]).toEqual(decisions[0]);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 4 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('a request that the database refuses fails alone', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 5 });
  const reserve = createReserve(inventory.deps);
  const outcomes = await Promise.allSettled([
    reserve(command('a', { [product]: 2 })),
    reserve(command('poison', { [product]: 2 }, { customerId: 'no id' })),
    reserve(command('b', { [product]: 3 })),
    reserve(command('a', { [product]: 3 })),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
  expect(outcomes[3]).toMatchObject({ reason: expect.toSatisfy((e: unknown) => codeOf(e) === 'CONFLICT') });
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 5 });
});

test('holds whose time ran out are taken over by a batch too', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 5 });
  await inventory.reserve({ [product]: 4 }, 'late', 60);
  inventory.pass(60);
  const decisions = await reserveTogether(inventory.deps, [
    command('a', { [product]: 1 }),
    command('b', { [product]: 3 }),
    command('c', { [product]: 2 }),
  ]);
  expect(decisions.map(({ kind }) => kind)).toEqual(['reserved', 'reserved', 'short']);
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('100 buyers of one product cost a few transactions', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 100 });
  await Promise.all(Array.from({ length: 100 }, () => inventory.reserve({ [product]: 1 }, newUuid())));
  const { rows } = await inventory.deps.database.query<{ count: number }>(
    'select count(distinct xmin::text)::int as count from reservations',
  );
  expect(rows[0]?.count).toBe(1);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 100, reserved: 100 });
});
