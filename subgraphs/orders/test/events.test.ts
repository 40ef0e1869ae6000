/**
 * The events of an order: which there are, and that each is written together with the state that it reports,
 * or not at all.
 */

import { newUuid } from '@holdfast/kit-base/ids';
import { type Event, readEvent, typeOf } from '@holdfast/kit-events/event';
import { describe, expect, test } from 'vitest';
import { placeOrder } from '../src/checkout/placeOrder.ts';
import type { Order } from '../src/domain/order.ts';
import { transition } from '../src/domain/transition.ts';
import { cancelOrder } from '../src/fulfillment/cancelOrder.ts';
import { changeStatusTo, decideStatusChange, startCancellation } from '../src/fulfillment/domain.ts';
import { beginCancellation, changeStatus } from '../src/fulfillment/queries.ts';
import { resumeCompensation } from '../src/saga/domain/faults.ts';
import { endSaga } from '../src/saga/domain/saga.ts';
import { resumeOrder } from '../src/saga/queries/resumeOrder.ts';
import { saveOrder } from '../src/saga/queries/saveOrder.ts';
import { takeOver } from '../src/saga/takeOver.ts';
import { BOOK, buildPlaceOrder, CONTACT, PRODUCT } from './builders.ts';
import { crashing } from './support/crashing.ts';
import { kindsOf, relay, waiting } from './support/events.ts';
import { cancel, confirmed, identity, move, place, stored } from './support/orders.ts';
import { testWorld, type World } from './support/world.ts';

/** One OrderChanged for each write after the first. */
const CONFIRMED = 'Placed Changed Changed Changed Confirmed Changed';

async function dataOf(world: World, order: Order, kind: string) {
  const found = (await waiting(world, order)).find((event) => typeOf(event) === kind);
  return found?.data;
}

describe('the events of an order', () => {
  test('that is confirmed, shipped and delivered', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    await move(world, order, 'SHIPPED');
    await move(world, order, 'DELIVERED');
    const events = await waiting(world, order);
    expect(kindsOf(events)).toBe(`${CONFIRMED} Shipped Changed Delivered Changed`);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
    const shown = {
      orderId: order.id,
      number: order.number,
      customer: { id: order.customerId, ...CONTACT },
      lines: [
        {
          ...{ productId: PRODUCT, sku: 'S', name: 'Thing', kind: 'PHYSICAL', quantity: 2 },
          unitPrice: { amount: '10.00', currency: 'USD' },
        },
      ],
      total: { amount: '20.00', currency: 'USD' },
      placedAt: order.placedAt.toISOString(),
    };
    expect(await dataOf(world, order, 'OrderPlaced')).toEqual({ ...shown, previousStatus: null });
    expect(await dataOf(world, order, 'OrderConfirmed')).toEqual({ ...shown, previousStatus: 'PENDING' });
    const { carrier, trackingNumber } = order.shipment!;
    const delivered = { ...shown, actor: 'staff', previousStatus: 'SHIPPED' };
    const shipped = { ...delivered, previousStatus: 'CONFIRMED', shipment: { carrier, trackingNumber } };
    expect(await dataOf(world, order, 'OrderShipped')).toEqual(shipped);
    expect(await dataOf(world, order, 'OrderDelivered')).toEqual(delivered);
    expect(events.at(-1)?.data).toEqual({
      orderId: order.id,
      customerId: order.customerId,
      status: 'DELIVERED',
    });
  });

  test('match their definitions', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    await cancel(world, order);
    const refused = await place(world, { lines: [{ productId: PRODUCT, quantity: 99 }] });
    for (const event of [...(await waiting(world, order)), ...(await waiting(world, refused))]) {
      expect(readEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
    }
  });

  test('that is refused give the reason', async () => {
    await using world = await testWorld();
    const lines = [{ productId: PRODUCT, quantity: 99 }];
    const order = await place(world, { lines });
    expect(kindsOf(await waiting(world, order))).toBe('Placed Changed Rejected Changed');
    const { code, message } = order.rejection!;
    expect(await dataOf(world, order, 'OrderRejected')).toMatchObject({ rejection: { code, message } });
  });

  test('that is refused at once are written with it', async () => {
    await using world = await testWorld();
    const expectedTotal = { minor: 1n, currency: 'USD' } as const;
    const order = await place(world, { expectedTotal });
    expect(kindsOf(await waiting(world, order))).toBe('Placed Rejected');
  });

  test('that is cancelled give the actor and the reason, once everything is undone', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    world.fail('RefundPayment', 'before', 1_000);
    await cancel(world, order);
    expect(kindsOf(await waiting(world, order))).not.toContain('Cancelled');
    world.fail('RefundPayment', 'before', 0);
    await cancel(world, order);
    expect(kindsOf(await waiting(world, order))).toMatch(
      new RegExp(`^${CONFIRMED}( Changed)+ Cancelled Changed$`),
    );
    expect(await dataOf(world, order, 'OrderCancelled')).toMatchObject({
      actor: order.customerId,
      reason: 'changed my mind',
    });
  });

  test('do not report an attempt that changes nothing', async () => {
    await using world = await testWorld();
    world.fail('AuthorizePayment', 'before', 3);
    const order = await place(world);
    expect(order.saga.steps[2]?.attempts).toBe(4);
    expect(kindsOf(await waiting(world, order))).toBe(CONFIRMED);
  });

  test('that was placed before contacts were kept do not name the customer', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    await world.deps.orders.updateOne({ _id: order.id }, { $unset: { contact: '' } });
    await move(world, order, 'SHIPPED');
    expect(await dataOf(world, order, 'OrderShipped')).toMatchObject({
      customer: { id: order.customerId, email: null, name: null },
    });
  });
});

test('events cost no extra write: each is written together with its state', async () => {
  await using world = await testWorld();
  const { deps, moments } = crashing(world.deps, null);
  const writes = () =>
    moments.splice(0).filter((moment) => /before (bulkWrite|findOneAndUpdate)/.test(moment));
  const { order } = await placeOrder(deps, buildPlaceOrder());
  const saves = (times: number) => Array<string>(times).fill('before bulkWrite');
  // One write before each of four stages, of which the first is that of the new order, and one at the end.
  expect(writes()).toEqual(saves(5));
  await cancelOrder(deps, { id: order.id, reason: null, identity: identity(order.customerId) });
  expect(writes()).toEqual(['before findOneAndUpdate', ...saves(6)]);
  const lines = [{ productId: BOOK, quantity: 1 }];
  await placeOrder(deps, buildPlaceOrder({ lines, shippingAddress: null }));
  expect(writes()).toEqual(saves(3));
});

test('events that the relay removes while the saga runs are neither lost nor written again', async () => {
  await using world = await testWorld();
  const taken: Event[] = [];
  const take = async () => {
    const [document] = await world.deps.orders.find().toArray();
    if (document) taken.push(...(await relay(world, { id: document._id })));
  };
  // Steps run side by side, but one relay.
  let last = Promise.resolve();
  world.onCall = () => (last = last.then(take));
  const order = await confirmed(world);
  await cancel(world, order);
  const rest = await relay(world, order);
  expect(taken.length).toBeGreaterThan(CONFIRMED.split(' ').length);
  expect(rest.length).toBeGreaterThan(0);
  const all = [...taken, ...rest];
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  expect(kindsOf(all)).toMatch(new RegExp(`^${CONFIRMED}( Changed)+ Cancelled Changed$`));
  expect((await stored(world, order)).status).toBe('CANCELLED');
});

describe('a write that its guard rejects writes no event', () => {
  /** Makes an order, tries a write that would add events, and checks that nothing was written. */
  async function expectNoWrite(
    make: (world: World) => Promise<Order>,
    write: (world: World, order: Order) => Promise<unknown>,
  ) {
    await using world = await testWorld();
    const order = await make(world);
    const before = await world.deps.orders.findOne({ _id: order.id });
    expect(await write(world, order)).toBeFalsy();
    expect(await world.deps.orders.findOne({ _id: order.id })).toEqual(before);
  }

  const now = new Date('2026-11-21T12:00:00.000Z');

  test('by a process that lost the lease', () =>
    expectNoWrite(
      async (world) => {
        world.fail('ReserveStock', 'before', 1_000);
        const order = await place(world);
        world.fail('ReserveStock', 'before', 0);
        await takeOver(world.deps, order.id, world.now + 5_000);
        return order;
      },
      ({ deps }, order) => saveOrder(deps.writes, transition(order, endSaga(order, now), newUuid)),
    ));

  test('of a cancellation that has already begun', () =>
    expectNoWrite(
      async (world) => {
        const order = await confirmed(world);
        await cancel(world, order);
        return order;
      },
      ({ deps }, order) => {
        const to = startCancellation(order, { actor: 'another', reason: null }, { now, until: now });
        return beginCancellation(deps.orders, transition(order, to, newUuid));
      },
    ));

  test('of a status that the order already has', () =>
    expectNoWrite(
      async (world) => {
        const order = await confirmed(world);
        await move(world, order, 'SHIPPED');
        return order;
      },
      ({ deps }, order) => {
        const decision = decideStatusChange(order, 'SHIPPED');
        if (decision.kind === 'refused') throw new Error(decision.message);
        const to = changeStatusTo(order, decision, { actor: 'another', now });
        return changeStatus(deps.orders, transition(order, to, newUuid));
      },
    ));

  test('that resumes an order which is not stuck', () =>
    expectNoWrite(confirmed, ({ deps }, order) =>
      resumeOrder(deps.orders, transition(order, resumeCompensation(order, now), newUuid)),
    ));
});

test('an order that gets STUCK, and is resumed, is reported', async () => {
  await using world = await testWorld({ wallet: 5 });
  world.fail('ReleaseReference', 'before', 1_000_000);
  const order = await place(world);
  await relay(world, order);
  while ((await stored(world, order)).saga.status !== 'STUCK') {
    await takeOver(world.deps, null, world.now + 2_000);
    world.now += 10_000;
  }
  expect(kindsOf(await relay(world, order))).toBe('Changed');
  const stuck = await stored(world, order);
  const again = transition(stuck, resumeCompensation(stuck, world.deps.clock()), newUuid);
  expect(await resumeOrder(world.deps.orders, again)).toBe(true);
  expect(kindsOf(await relay(world, order))).toBe('Changed');
});
