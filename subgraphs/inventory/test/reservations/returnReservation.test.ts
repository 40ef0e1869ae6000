/** Sold units that come back. */
import { codeOf } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Role } from '@holdfast/kit-base/scopes';
import { expect, test } from 'vitest';
import { settleReservation } from '../../src/reservations/settleReservation.ts';
import { ANONYMOUS, buildCaller, buildSettleReservation } from '../support/builders.ts';
import { type Inventory, testInventory } from '../support/inventory.ts';
import { serve } from '../support/serve.ts';

const RETURN =
  'mutation ($id: ID!, $reason: String) { returnReservation(id: $id, reason: $reason) { id status } }';

/** Sells six of five units in Berlin and two in Hamburg. */
async function sell(inventory: Inventory): Promise<{ product: string; id: string }> {
  const [berlin, hamburg] = [await inventory.addWarehouse('BER'), await inventory.addWarehouse('HAM')];
  const product = await inventory.addProduct({ [berlin]: 5, [hamburg]: 2 });
  const id = await hold(inventory, product);
  await inventory.settle(id, 'CONFIRM');
  return { product, id };
}

/** @returns the reservation's id. */
const hold = async (inventory: Inventory, product: string): Promise<string> =>
  (await inventory.hold({ [product]: 6 })).id;

const giveBack = (inventory: Inventory, id: string) =>
  settleReservation(
    inventory.queue,
    buildSettleReservation(id, 'RETURN', { reason: 'changed my mind', actor: 'somebody' }),
  );

test('sold units go back to where they were taken from, as RETURN rows of the ledger', async () => {
  await using inventory = await testInventory();
  const { product, id } = await sell(inventory);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 1, reserved: 0 });
  expect(await giveBack(inventory, id)).toMatchObject({ id, status: 'CONFIRMED' });
  expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 0 });
  const { rows } = await inventory.deps.database.query(
    `select on_hand_delta as delta, on_hand_after as after, reserved_delta as reserved, reason, actor, reservation_id as id
     from stock_movements where kind = 'RETURN' order by on_hand_delta`,
  );
  const row = { reserved: 0, reason: 'changed my mind', actor: 'somebody', id };
  expect(rows).toEqual([
    { ...row, delta: 1, after: 2 },
    { ...row, delta: 5, after: 5 },
  ]);
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('concurrent requests return the units once', async () => {
  await using inventory = await testInventory();
  const { product, id } = await sell(inventory);
  await Promise.all(Array.from({ length: 16 }, () => giveBack(inventory, id)));
  expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 0 });
  expect(await inventory.findDisagreements()).toEqual([]);
});

test('the database itself refuses to return them a second time', async () => {
  await using inventory = await testInventory();
  const { product, id } = await sell(inventory);
  await giveBack(inventory, id);
  await inventory.deps.database.query('update reservations set returned_at = null');
  await expect(giveBack(inventory, id)).rejects.toThrow('returned_once');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 0 });
});

test('a late confirmation does not sell them again', async () => {
  await using inventory = await testInventory();
  const { product, id } = await sell(inventory);
  await giveBack(inventory, id);
  await inventory.settle(id, 'CONFIRM');
  expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 0 });
});

test.each(['ACTIVE', 'RELEASED', 'EXPIRED'])(
  'returning a reservation that is %s is CONFLICT',
  async (status) => {
    await using inventory = await testInventory();
    const product = await inventory.addProduct({ [await inventory.addWarehouse('BER')]: 9 });
    const id = await hold(inventory, product);
    await inventory.deps.database.query('update reservations set status = $1', [status]);
    const before = await inventory.stockOf(product);
    const returned = giveBack(inventory, id);
    await expect(returned).rejects.toSatisfy((error) => codeOf(error) === 'CONFLICT');
    expect(await inventory.stockOf(product)).toEqual(before);
  },
);

test('returning an unknown reservation is NOT_FOUND', async () => {
  await using inventory = await testInventory();
  const returned = giveBack(inventory, newUuid());
  await expect(returned).rejects.toSatisfy((error) => codeOf(error) === 'NOT_FOUND');
});

test('only STAFF and orders may return units, and a wrong id or reason is BAD_USER_INPUT', async () => {
  await using inventory = await testInventory();
  const { product, id } = await sell(inventory);
  await using client = await serve(inventory);
  const of = (service: string, ...roles: Role[]) => client.as(buildCaller(roles, service));
  const codesFor = async (ask: ReturnType<typeof of>) =>
    (await ask(RETURN, { id })).errors?.map(({ extensions }) => extensions?.['code']);

  const anonymous = client.as(ANONYMOUS);
  expect(await codesFor(anonymous)).toEqual(['UNAUTHENTICATED']);
  expect(await codesFor(of('gateway', 'CUSTOMER'))).toEqual(['FORBIDDEN']);
  expect(await codesFor(of('gateway', 'VENDOR'))).toEqual(['FORBIDDEN']);
  expect(await inventory.stockOf(product)).toEqual({ onHand: 1, reserved: 0 });
  const wrong = await of('gateway', 'STAFF')(RETURN, { id: 'x', reason: '' });
  expect(wrong.errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: ['id'] }, { path: ['reason'] }],
  });
  for (const ask of [of('gateway', 'STAFF'), of('gateway', 'ADMIN'), of('orders', 'CUSTOMER')]) {
    expect(await ask(RETURN, { id })).toEqual({ data: { returnReservation: { id, status: 'CONFIRMED' } } });
  }
  expect(await inventory.stockOf(product)).toEqual({ onHand: 7, reserved: 0 });
});
