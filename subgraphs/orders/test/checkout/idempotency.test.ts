/** One idempotency key, sent many times at once: to one process, and to two servers on the same database. */
import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { placeOrder } from '../../src/checkout/placeOrder.ts';
import { buildAddress, buildPlaceOrder, PRODUCT } from '../builders.ts';
import { CALLERS, ordersClient } from '../support/client.ts';
import { SOLD } from '../support/orders.ts';
import { testWorld, type World } from '../support/world.ts';

const atomicTest = unlessFerretdb(test, NOT_ATOMIC);

const PLACE = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { replayed order { id status } }
}`;

const STEPS = [
  'ReserveStock',
  'RenewReservation',
  'AuthorizePayment',
  'CapturePayment',
  'ConfirmReservation',
];

/** The calls with an effect, each of which must be made once. */
const done = (world: World) => world.calls.filter((call) => STEPS.includes(call));

atomicTest('at one process, one request runs the saga and the others join it', async () => {
  await using world = await testWorld();
  const command = buildPlaceOrder();
  const answers = await Promise.all(Array.from({ length: 16 }, () => placeOrder(world.deps, command)));
  expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(new Set(answers.map(({ order }) => `${order.id} ${order.status}`)).size).toBe(1);
  expect(answers[0]?.order.status).toBe('CONFIRMED');
  expect(done(world)).toEqual(STEPS);
  expect(world.books).toEqual(SOLD);
});

atomicTest('at two servers on one database, one request runs the saga and the others join it', async () => {
  await using world = await testWorld();
  // On the real clock, because the requests that join poll while the other server works.
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const alike: World = { ...world, deps: { ...world.deps, clock: () => new Date(), sleep } };
  await using first = await ordersClient(alike);
  await using second = await ordersClient(alike);
  const shippingAddress = buildAddress();
  const input = {
    idempotencyKey: newUuid(),
    lines: [{ productId: PRODUCT, quantity: 2 }],
    shippingAddress,
  };
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, n) => (n % 2 ? first : second).as(CALLERS.customer)(PLACE, { input })),
  );
  const placed = answers.map(({ data }) => data.placeOrder);
  expect(placed.filter(({ replayed }) => !replayed)).toHaveLength(1);
  expect(new Set(placed.map(({ order }) => order.id)).size).toBe(1);
  expect(new Set(placed.map(({ order }) => order.status))).toEqual(new Set(['CONFIRMED']));
  expect(done(world)).toEqual(STEPS);
  expect(world.books).toEqual(SOLD);
});
