/** Holds that are made longer, and held again after their time ran out. */
import { codeOf } from '@holdfast/kit/errors';
import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import { decideTogether } from '../../src/reservations/commandQueue/decideTogether.ts';
import { expireDueReservations } from '../../src/reservations/expiry/expireDueReservations.ts';
import { findReservations } from '../../src/reservations/queries/findReservations.ts';
import { findReservationLines } from '../../src/reservations/queries/reservationLines.ts';
import { renewReservation } from '../../src/reservations/renewReservation.ts';
import { adjustStock } from '../../src/stock/adjustStock.ts';
import { verifyStock } from '../../src/verification/verifyStock.ts';
import { type Inventory, testInventory } from '../support/inventory.ts';
import { serve } from '../support/serve.ts';

const RENEW = `mutation ($id: ID!, $ttl: Int) {
  renewReservation(id: $id, ttlSeconds: $ttl) {
    __typename
    ... on Reservation { status }
    ... on InsufficientStock { shortages { productId requested available } }
  }
}`;

async function held(inventory: Inventory, quantities: Record<string, number>): Promise<string> {
  const outcome = await inventory.reserve(quantities);
  if (outcome.kind !== 'reserved') throw new Error('too little stock');
  return outcome.reservation.id;
}

const renew = (inventory: Inventory, id: string, ttlSeconds = 900) =>
  renewReservation(inventory.deps, { id, ttlSeconds, actor: 'test' });

const end = (inventory: Inventory, id: string, ending: 'CONFIRM' | 'RELEASE') => inventory.settle(id, ending);

const read = async (inventory: Inventory, id: string) =>
  (await findReservations(inventory.deps.database, [id]))[0]!;

test('an ACTIVE one lasts longer once, and is never shortened', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 5 });
  const id = await held(inventory, { [product]: 2 });
  const { expiresAt } = await read(inventory, id);
  inventory.pass(800);
  await renew(inventory, id);
  const renewed = await read(inventory, id);
  expect(renewed.expiresAt.getTime() - expiresAt.getTime()).toBe(800_000);
  inventory.pass(60);
  expect(await renew(inventory, id)).toEqual({ kind: 'reserved', reservation: renewed });
  const other = await held(inventory, { [product]: 1 });
  const before = await read(inventory, other);
  await renew(inventory, other, 30);
  expect(await read(inventory, other)).toEqual(before);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 5, reserved: 3 });
});

test('an EXPIRED one holds the same units again, from wherever they are', async () => {
  await using inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.warehouse('BER'), await inventory.warehouse('HAM')];
  const product = await inventory.product({ [berlin]: 4, [hamburg]: 3 });
  const second = await inventory.product({ [berlin]: 1 });
  const id = await held(inventory, { [product]: 3, [second]: 1 });
  inventory.pass(901);
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

test('an EXPIRED one whose units are gone holds nothing, also of what is there', async () => {
  await using inventory = await testInventory();
  const berlin = await inventory.warehouse('BER');
  const [scarce, plenty] = [
    await inventory.product({ [berlin]: 2 }),
    await inventory.product({ [berlin]: 9 }),
  ];
  const id = await held(inventory, { [scarce]: 2, [plenty]: 2 });
  inventory.pass(901);
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

test('an EXPIRED one gets units that others hold whose time ran out, swept or not', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 2 });
  const id = await held(inventory, { [product]: 2 });
  inventory.pass(901);
  await expireDueReservations(inventory.deps);
  await held(inventory, { [product]: 2 });
  inventory.pass(901);
  expect((await renew(inventory, id)).kind).toBe('reserved');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 2, reserved: 2 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('CONFIRMED: no change; RELEASED: CONFLICT; none: NOT_FOUND', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 5 });
  const [sold, released] = [await held(inventory, { [product]: 1 }), await held(inventory, { [product]: 1 })];
  await end(inventory, sold, 'CONFIRM');
  await end(inventory, released, 'RELEASE');
  const before = await read(inventory, sold);
  expect(await renew(inventory, sold)).toEqual({ kind: 'reserved', reservation: before });
  await expect(renew(inventory, released)).rejects.toSatisfy((error) => codeOf(error) === 'CONFLICT');
  await expect(renew(inventory, newUuid())).rejects.toSatisfy((error) => codeOf(error) === 'NOT_FOUND');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 4, reserved: 0 });
});

test('sixteen at once hold again once', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 50 });
  const id = await held(inventory, { [product]: 3 });
  inventory.pass(901);
  await expireDueReservations(inventory.deps);
  const outcomes = await Promise.all(Array.from({ length: 16 }, () => renew(inventory, id)));
  expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['reserved']));
  expect(await inventory.stockOf(product)).toEqual({ onHand: 50, reserved: 3 });
  expect(await verifyStock(inventory.deps.database)).toEqual([]);
});

test('against sweeps, confirmations, releases and other buyers at once, the ledger stays exact', async () => {
  await using inventory = await testInventory();
  const warehouses = [await inventory.warehouse('BER'), await inventory.warehouse('HAM')];
  const products = [
    await inventory.product({ [warehouses[0]!]: 4, [warehouses[1]!]: 4 }),
    await inventory.product({ [warehouses[0]!]: 8 }),
  ];
  const basket = () => Object.fromEntries(products.map((product) => [product, 2]));
  for (let round = 0; round < 6; round++) {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => inventory.reserve(basket())));
    const ids = outcomes.flatMap((outcome) => (outcome.kind === 'reserved' ? [outcome.reservation.id] : []));
    expect(ids.length).toBeGreaterThan(0);
    inventory.pass(901);
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
    inventory.pass(901);
    await expireDueReservations(inventory.deps);
    for (const product of products) expect((await inventory.stockOf(product)).reserved).toBe(0);
  }
});

test('is for STAFF and for orders, and says what is short', async () => {
  await using inventory = await testInventory();
  const product = await inventory.product({ [await inventory.warehouse('BER')]: 2 });
  const id = await held(inventory, { [product]: 2 });
  await using client = await serve(inventory);
  const user = { id: newUuid(), roles: ['CUSTOMER' as const] };
  const refused = await client.as({ service: 'gateway', user })(RENEW, { id });
  expect(refused.errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  const orders = client.as({ service: 'orders', user });
  expect(await orders(RENEW, { id })).toEqual({
    data: { renewReservation: { __typename: 'Reservation', status: 'ACTIVE' } },
  });
  inventory.pass(901);
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

test('one that is held again elsewhere between the look at its lines and the lock is sold from there', async () => {
  await using inventory = await testInventory();
  const [berlin, hamburg] = [await inventory.warehouse('BER'), await inventory.warehouse('HAM')];
  const product = await inventory.product({ [berlin]: 2, [hamburg]: 2 });
  const id = await held(inventory, { [product]: 2 });
  inventory.pass(901);
  await expireDueReservations(inventory.deps);
  const { deps } = inventory;
  const [first] = (await findReservationLines(deps.database, [id])).map(({ warehouseId }) => warehouseId);
  // Somebody else takes what it held: again means from the other warehouse.
  await adjustStock(deps, {
    productId: product,
    warehouseId: first!,
    delta: -2,
    reason: 'lost',
    actor: 'test',
    idempotencyKey: null,
  });
  const lines = await findReservationLines(deps.database, [id]);
  await renew(inventory, id);
  const command = { kind: 'settle', id, settling: 'CONFIRM', lines, reason: null, actor: 'test' } as const;
  expect(await decideTogether(deps, [command])).toMatchObject([{ kind: 'moved' }]);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 0, reserved: 0 });
  expect(await verifyStock(deps.database)).toEqual([]);
});
