/** Holds that are extended, or held again after they expired. */
import { codeOf } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { decideTogether } from '../../src/reservations/commandQueue/decideTogether.ts';
import { expireDueReservations } from '../../src/reservations/expiry/expireDueReservations.ts';
import { findReservations } from '../../src/reservations/queries/findReservations.ts';
import { findReservationLines } from '../../src/reservations/queries/reservationLines.ts';
import { renewReservation } from '../../src/reservations/renewReservation.ts';
import { adjustStock } from '../../src/stock/adjustStock.ts';
import { verifyStock } from '../../src/verification/verifyStock.ts';
import { buildCaller, buildSettleReservation, buildStaffChange, type Units } from '../support/builders.ts';
import { type Inventory, testInventory } from '../support/inventory.ts';
import { serve } from '../support/serve.ts';

const RENEW = `mutation ($id: ID!, $ttl: Int) {
  renewReservation(id: $id, ttlSeconds: $ttl) {
    __typename
    ... on Reservation { status }
    ... on InsufficientStock { shortages { productId requested available } }
  }
}`;

/** @returns the reservation's id. */
const held = async (inventory: Inventory, units: Units): Promise<string> => (await inventory.hold(units)).id;

const renew = (inventory: Inventory, id: string, ttlSeconds = 900) =>
  renewReservation(inventory.deps, { id, ttlSeconds, actor: 'test' });

const end = (inventory: Inventory, id: string, ending: 'CONFIRM' | 'RELEASE') => inventory.settle(id, ending);

const read = async (inventory: Inventory, id: string) =>
  (await findReservations(inventory.deps.database, [id]))[0]!;

test('an ACTIVE reservation is extended once, and never shortened', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  const id = await held(inventory, { [product]: 2 });
  const { expiresAt } = await read(inventory, id);
  inventory.advance(800);
  await renew(inventory, id);
  const renewed = await read(inventory, id);
  expect(renewed.expiresAt.getTime() - expiresAt.getTime()).toBe(800_000);
  inventory.advance(60);
  expect(await renew(inventory, id)).toEqual({ kind: 'reserved', reservation: renewed });
  const other = await held(inventory, { [product]: 1 });
  const before = await read(inventory, other);
  await renew(inventory, other, 30);
  expect(await read(inventory, other)).toEqual(before);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 3 });
});

test('an EXPIRED reservation holds the same units again, from any warehouse', async () => {
  await using inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const product = await inventory.addProduct({ [berlin]: 4, [hamburg]: 3 });
  const second = await inventory.addProduct({ [berlin]: 1 });
  const id = await held(inventory, { [product]: 3, [second]: 1 });
  inventory.advance(901);
  await expireDueReservations(inventory.deps);
  await held(inventory, { [product]: 4 });
  expect(await renew(inventory, id)).toMatchObject({
    kind: 'reserved',
    reservation: { id, status: 'ACTIVE' },
  });
  expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 7 });
  expect(await inventory.stockOf(second)).toEqual({ onHand: 1, reserved: 1 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
  expect((await end(inventory, id, 'CONFIRM')).status).toBe('CONFIRMED');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 4, reserved: 4 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('an EXPIRED reservation with some units gone holds nothing, not even the rest', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.addWarehouse('BER');
  const [scarce, plenty] = [
    await inventory.addProduct({ [berlin]: 2 }),
    await inventory.addProduct({ [berlin]: 9 }),
  ];
  const id = await held(inventory, { [scarce]: 2, [plenty]: 2 });
  inventory.advance(901);
  await expireDueReservations(inventory.deps);
  await held(inventory, { [scarce]: 1 });
  expect(await renew(inventory, id)).toEqual({
    kind: 'short',
    shortages: [{ productId: scarce, requested: 2, available: 1 }],
  });
  expect((await read(inventory, id)).status).toBe('EXPIRED');
  expect(await inventory.stockOf(plenty)).toEqual({ onHand: 9, reserved: 0 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('an EXPIRED reservation gets the units of other expired holds, swept or not', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 2 });
  const id = await held(inventory, { [product]: 2 });
  inventory.advance(901);
  await expireDueReservations(inventory.deps);
  await held(inventory, { [product]: 2 });
  inventory.advance(901);
  expect((await renew(inventory, id)).kind).toBe('reserved');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 2, reserved: 2 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('a CONFIRMED reservation stays unchanged, a RELEASED one is CONFLICT, an unknown one NOT_FOUND', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 5 });
  const [sold, released] = [await held(inventory, { [product]: 1 }), await held(inventory, { [product]: 1 })];
  await end(inventory, sold, 'CONFIRM');
  await end(inventory, released, 'RELEASE');
  const before = await read(inventory, sold);
  expect(await renew(inventory, sold)).toEqual({ kind: 'reserved', reservation: before });
  await expect(renew(inventory, released)).rejects.toSatisfy((error) => codeOf(error) === 'CONFLICT');
  await expect(renew(inventory, newUuid())).rejects.toSatisfy((error) => codeOf(error) === 'NOT_FOUND');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 4, reserved: 0 });
});

test('sixteen concurrent renewals hold again once', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 50 });
  const id = await held(inventory, { [product]: 3 });
  inventory.advance(901);
  await expireDueReservations(inventory.deps);
  const outcomes = await Promise.all(Array.from({ length: 16 }, () => renew(inventory, id)));
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['reserved']));
  expect(await inventory.stockOf(product)).toEqual({ onHand: 50, reserved: 3 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('the ledger stays exact against concurrent sweeps, confirmations, releases and other buyers', async () => {
  await using inventory = await testInventory();
  const warehouses = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const products = [
    await inventory.addProduct({ [warehouses[0]!]: 4, [warehouses[1]!]: 4 }),
    await inventory.addProduct({ [warehouses[0]!]: 8 }),
  ];
  const basket = () => Object.fromEntries(products.map((product) => [product, 2]));
  for (let round = 0; round < 6; round++) {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => inventory.reserve(basket())));
    const ids = outcomes.flatMap((outcome) => (outcome.kind === 'reserved' ? [outcome.reservation.id] : []));
    expect(ids.length).toBeGreaterThan(0);
    inventory.advance(901);
    if (round % 2 === 0) await expireDueReservations(inventory.deps);
    const work = ids.flatMap((id, n) => [
      renew(inventory, id),
      renew(inventory, id),
      end(inventory, id, n % 2 === 0 && round === 2 ? 'CONFIRM' : 'RELEASE'),
      expireDueReservations(inventory.deps),
      inventory.reserve({ [products[n % 2]!]: 1 }, newUuid(), 30),
    ]);
    const settled = await Promise.allSettled(work);
    const codes = settled.flatMap((each) => (each.status === 'rejected' ? [codeOf(each.reason)] : []));
    expect(codes.filter((code) => code !== 'CONFLICT')).toEqual([]);
    expect(await verifyStock(inventory.deps.database)).toEqual([]);
    inventory.advance(901);
    await expireDueReservations(inventory.deps);
    for (const product of products) expect((await inventory.stockOf(product)).reserved).toBe(0);
  }
});

test('renewal is for STAFF and for orders, and reports what is short', async () => {
  await using inventory = await testInventory();
  const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 2 });
  const id = await held(inventory, { [product]: 2 });
  await using client = await serve(inventory);
  const refused = await client.as(buildCaller(['CUSTOMER']))(RENEW, { id });
  expect(refused.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const orders = client.as(buildCaller(['CUSTOMER'], 'orders'));
  expect(await orders(RENEW, { id })).toEqual({
    data: { renewReservation: { __typename: 'Reservation', status: 'ACTIVE' } },
  });
  inventory.advance(901);
  await expireDueReservations(inventory.deps);
  await held(inventory, { [product]: 1 });
  expect((await orders(RENEW, { id })).data.renewReservation).toEqual({
    __typename: 'InsufficientStock',
    shortages: [{ productId: product, requested: 2, available: 1 }],
  });
  const wrong = await orders(RENEW, { id: 'x', ttl: 5 });
  expect(wrong.errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: ['id'] }, { path: ['ttlSeconds'] }],
  });
});

test('a reservation that moves to another warehouse between reading its lines and locking them is sold from there', async () => {
  await using inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const product = await inventory.addProduct({ [berlin]: 2, [hamburg]: 2 });
  const id = await held(inventory, { [product]: 2 });
  inventory.advance(901);
  await expireDueReservations(inventory.deps);
  const { deps } = inventory;
  const [first] = (await findReservationLines(deps.database, [id])).map(({ warehouseId }) => warehouseId);
  // Its units are lost, so that it can only be held again in the other warehouse.
  await adjustStock(deps, buildStaffChange({ productId: product, warehouseId: first!, delta: -2 }));
  const lines = await findReservationLines(deps.database, [id]);
  await renew(inventory, id);
  const command = { ...buildSettleReservation(id, 'CONFIRM'), kind: 'settle', lines } as const;
  expect(await decideTogether(deps, [command])).toMatchObject([{ kind: 'moved' }]);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 0, reserved: 0 });
  expect(await verifyStock(deps.database)).toEqual([]);
});
