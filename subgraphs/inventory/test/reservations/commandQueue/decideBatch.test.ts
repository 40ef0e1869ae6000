/** Commands that are decided in one transaction: each gets the answer that it would get alone. */
import { codeOf } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import type { ReserveStock } from '../../../src/reservations/commandQueue/commands.ts';
import { decideBatch } from '../../../src/reservations/commandQueue/decideBatch.ts';
import { findReservationLines } from '../../../src/reservations/queries/reservationLines.ts';
import { reserveStock } from '../../../src/reservations/reserveStock.ts';
import { verifyStock } from '../../../src/verification/verifyStock.ts';
import { buildReserveCommand, buildSettleReservation, type Units } from '../../support/builders.ts';
import { type Inventory, testInventory } from '../../support/inventory.ts';

const command = (reference: string, units: Units, overrides: Partial<ReserveStock> = {}) =>
  buildReserveCommand(units, { reference, actor: reference, ...overrides });

test('each command gets what the ones before it left; one that is short takes nothing and leaves its reference free', async () => {
  await using inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const product = await inventory.addProduct({ [berlin]: 5, [hamburg]: 3 });
  const other = await inventory.addProduct({ [berlin]: 1 });
  const decisions = await decideBatch(inventory.deps, [
    command('a', { [product]: 4 }),
    command('b', { [product]: 5, [other]: 1 }),
    command('c', { [product]: 4, [other]: 1 }),
    command('d', { [product]: 1 }),
  ]);
  expect(decisions).toMatchObject([
    { kind: 'moved' },
    { kind: 'short', shortages: [{ productId: product, requested: 5, available: 4 }] },
    { kind: 'moved' },
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

test('one reference many times in a batch: the first command decides, the same lines get its answer, other lines are refused', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  await inventory.reserve({ [product]: 1 }, 'old');
  const decisions = await decideBatch(inventory.deps, [
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
    'moved',
    'taken',
    'done',
    'taken',
    'moved',
    'short',
    'short',
    'moved',
  ]);
  expect(decisions[4]).toEqual(decisions[0]);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 4 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('a command that the database refuses fails alone', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  const reserve = (reserving: ReserveStock) => reserveStock(inventory.queue, reserving);
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

test('a batch takes over expired holds too', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  await inventory.reserve({ [product]: 4 }, 'late', 60);
  inventory.advance(60);
  const decisions = await decideBatch(inventory.deps, [
    command('a', { [product]: 1 }),
    command('b', { [product]: 3 }),
    command('c', { [product]: 2 }),
  ]);
  expect(decisions.map(({ kind }) => kind)).toEqual(['moved', 'moved', 'short']);
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('100 buyers of one product cost a few transactions', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 100 });
  await Promise.all(Array.from({ length: 100 }, () => inventory.reserve({ [product]: 1 }, newUuid())));
  const { rows } = await inventory.deps.database.query<{ count: number }>(
    'select count(distinct xmin::text)::int as count from reservations',
  );
  expect(rows[0]?.count).toBe(1);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 100, reserved: 100 });
});

/** @returns the reservation's id. */
const held = async (inventory: Inventory, product: string, quantity: number): Promise<string> =>
  (await inventory.hold({ [product]: quantity })).id;

test('settling and reserving commands are decided in turn, each with its own answer', async () => {
  await using inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const product = await inventory.addProduct({ [berlin]: 5, [hamburg]: 4 });
  const [sold, freed, both] = [
    await held(inventory, product, 2),
    await held(inventory, product, 5),
    await held(inventory, product, 2),
  ];
  const turns = await Promise.all(
    (
      [
        [sold, 'RETURN'],
        [sold, 'CONFIRM'],
        [sold, 'RELEASE'],
        [sold, 'CONFIRM'],
        [freed, 'RELEASE'],
        [newUuid(), 'CONFIRM'],
        [both, 'RELEASE'],
        [both, 'CONFIRM'],
        [sold, 'RETURN'],
        [sold, 'RETURN'],
      ] as const
    ).map(async ([id, settling]) => {
      const found = await findReservationLines(inventory.deps.database, [id]);
      return { ...buildSettleReservation(id, settling), kind: 'settle' as const, lines: found };
    }),
  );
  const decisions = await decideBatch(inventory.deps, [
    command('before', { [product]: 1 }),
    ...turns,
    command('after', { [product]: 9 }),
  ]);
  const short = { kind: 'short', shortages: [{ productId: product, requested: 1, available: 0 }] };
  expect(decisions.map((each) => (each.kind === 'short' ? each : each.kind))).toEqual([
    short,
    'refused',
    'moved',
    'refused',
    'done',
    'moved',
    'missing',
    'moved',
    'refused',
    'moved',
    'done',
    'moved',
  ]);
  const { rows } = await inventory.deps.database.query<{ kind: string }>(
    `select kind from stock_movements where kind <> 'RECEIVE' and xmin::text =
       (select max(xmin::text::bigint)::text from stock_movements) order by id`,
  );
  expect([...new Set(rows.map(({ kind }) => kind))]).toEqual(['CONFIRM', 'RELEASE', 'RETURN', 'RESERVE']);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 9, reserved: 9 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('a command that the database refuses does not prevent the rest of its batch from being settled', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 9 });
  const [poison, sold, freed] = [
    await held(inventory, product, 1),
    await held(inventory, product, 2),
    await held(inventory, product, 3),
  ];
  await inventory.settle(poison, 'CONFIRM');
  await inventory.settle(poison, 'RETURN');
  // As if another program had lost the note that they came back: the ledger refuses a second return.
  await inventory.deps.database.query('update reservations set returned_at = null');
  const settled = await Promise.allSettled([
    inventory.settle(sold, 'CONFIRM'),
    inventory.settle(poison, 'RETURN'),
    inventory.settle(freed, 'RELEASE'),
    inventory.reserve({ [product]: 4 }),
  ]);
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 4 });
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('100 sales of one product cost a few transactions', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 100 });
  const ids = await Promise.all(Array.from({ length: 100 }, () => held(inventory, product, 1)));
  await Promise.all(ids.map((id) => inventory.settle(id, 'CONFIRM')));
  const { rows } = await inventory.deps.database.query<{ count: number }>(
    `select count(distinct xmin::text)::int as count from stock_movements where kind = 'CONFIRM'`,
  );
  expect(rows[0]?.count).toBe(1);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 0, reserved: 0 });
});

test('nothing is reserved from an inactive warehouse; what it already holds is sold or goes back', async () => {
  await using inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const product = await inventory.addProduct({ [berlin]: 5, [hamburg]: 3 });
  const [sold, freed] = [await held(inventory, product, 1), await held(inventory, product, 1)];
  await inventory.deps.database.query('update warehouses set active = false where id = $1', [berlin]);
  expect(await inventory.reserve({ [product]: 4 })).toEqual({
    kind: 'short',
    shortages: [{ productId: product, requested: 4, available: 3 }],
  });
  await Promise.all([inventory.settle(sold, 'CONFIRM'), inventory.settle(freed, 'RELEASE')]);
  expect((await inventory.reserve({ [product]: 3 })).kind).toBe('reserved');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 3 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});
