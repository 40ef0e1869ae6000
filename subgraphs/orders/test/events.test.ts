/** The events of an order: which there are, and that each is written with the state that it tells of, or not at all. */

import { newUuid } from '@holdfast/kit-base/ids';
import { type Event, readEvent, typeOf } from '@holdfast/kit-events/event';
import { describe, expect, test } from 'vitest';
import { cancelOrder } from '../src/cancelOrder.ts';
import { cancelling, changed, decideStatusChange } from '../src/domain/changes.ts';
import type { Order } from '../src/domain/order.ts';
import { end } from '../src/domain/saga.ts';
import { transition } from '../src/domain/transition.ts';
import { resumed } from '../src/domain/trouble.ts';
import { placeOrder } from '../src/placeOrder.ts';
import { carryOn } from '../src/saga/carryOn.ts';
import { beginCancellation } from '../src/store/beginCancellation.ts';
import { changeStatus } from '../src/store/changeStatus.ts';
import { resumeOrder } from '../src/store/resumeOrder.ts';
import { saveOrder } from '../src/store/saveOrder.ts';
import { cancel, confirmed, identity, move, stored } from './confirmedOrder.ts';
import { kindsOf, relay, waiting } from './events.ts';
import { mortal } from './mortal.ts';
import { BOOK, CONTACT, PRODUCT, testWorld, type World } from './world.ts';

/** One of each write after the first. */
const CONFIRMED = 'Placed Changed Changed Changed Changed Changed Confirmed Changed';

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

  test('are what their definitions say', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    await cancel(world, order);
    const { order: refused } = await placeOrder(
      world.deps,
      world.order({ lines: [{ productId: PRODUCT, quantity: 99 }] }),
    );
    for (const event of [...(await waiting(world, order)), ...(await waiting(world, refused))]) {
      expect(readEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
    }
  });

  test('that is refused say why', async () => {
    await using world = await testWorld();
    const lines = [{ productId: PRODUCT, quantity: 99 }];
    const { order } = await placeOrder(world.deps, world.order({ lines }));
    expect(kindsOf(await waiting(world, order))).toBe('Placed Changed Changed Rejected Changed');
    const { code, message } = order.rejection!;
    expect(await dataOf(world, order, 'OrderRejected')).toMatchObject({ rejection: { code, message } });
  });

  test('that is refused at once are written with it', async () => {
    await using world = await testWorld();
    const expectedTotal = { minor: 1n, currency: 'USD' } as const;
    const { order } = await placeOrder(world.deps, world.order({ expectedTotal }));
    expect(kindsOf(await waiting(world, order))).toBe('Placed Rejected');
  });

  test('that is cancelled say who did it and why, when all is undone', async () => {
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

  test('tell nothing of an attempt that changes nothing', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'before', 3);
    const { order } = await placeOrder(world.deps, world.order());
    expect(order.saga.steps[4]?.attempts).toBe(4);
    expect(kindsOf(await waiting(world, order))).toBe(CONFIRMED);
  });

  test('that was placed before its customer was kept do not name them', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    await world.deps.orders.updateOne({ _id: order.id }, { $unset: { contact: '' } });
    await move(world, order, 'SHIPPED');
    expect(await dataOf(world, order, 'OrderShipped')).toMatchObject({
      customer: { id: order.customerId, email: null, name: null },
    });
  });
});

test('events cost no write: each is in the one of its state', async () => {
  await using world = await testWorld();
  const { deps, moments } = mortal(world.deps, null);
  const writes = () =>
    moments.splice(0).filter((moment) => /before (insertOne|updateOne|findOneAndUpdate)/.test(moment));
  const { order } = await placeOrder(deps, world.order());
  const saves = (times: number) => Array<string>(times).fill('before updateOne');
  // Before each of five steps, and at the end.
  expect(writes()).toEqual(['before insertOne', ...saves(6)]);
  await cancelOrder(deps, { id: order.id, reason: null, identity: identity(order.customerId) });
  expect(writes()).toEqual(['before findOneAndUpdate', ...saves(6)]);
  const lines = [{ productId: BOOK, quantity: 1 }];
  await placeOrder(deps, world.order({ lines, shippingAddress: null }));
  expect(writes()).toEqual(['before insertOne', ...saves(3)]);
});

test('what the relay takes out while the order goes on is neither lost nor there again', async () => {
  await using world = await testWorld();
  const taken: Event[] = [];
  world.onCall = async () => {
    const [document] = await world.deps.orders.find().toArray();
    if (document) taken.push(...(await relay(world, { id: document._id })));
  };
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

describe('a write that its guard refuses writes no event', () => {
  /** An order, and a change of it which would make events. */
  async function refusedBy(
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

  test("of one that lost the order's lease", () =>
    refusedBy(
      async (world) => {
        world.fail('ReserveStock', 'before', 1_000);
        const { order } = await placeOrder(world.deps, world.order());
        world.fail('ReserveStock', 'before', 0);
        await carryOn(world.deps, order.id, world.now + 5_000);
        return order;
      },
      ({ deps }, order) => saveOrder(deps.orders, transition(order, end(order, now), newUuid)),
    ));

  test('of a cancellation that began before', () =>
    refusedBy(
      async (world) => {
        const order = await confirmed(world);
        await cancel(world, order);
        return order;
      },
      ({ deps }, order) => {
        const to = cancelling(order, { actor: 'somebody', reason: null }, { now, until: now });
        return beginCancellation(deps.orders, transition(order, to, newUuid));
      },
    ));

  test('of a status that it has already', () =>
    refusedBy(
      async (world) => {
        const order = await confirmed(world);
        await move(world, order, 'SHIPPED');
        return order;
      },
      ({ deps }, order) => {
        const decision = decideStatusChange(order, 'SHIPPED');
        if (decision.kind === 'refused') throw new Error(decision.message);
        const to = changed(order, decision, { actor: 'somebody', now });
        return changeStatus(deps.orders, transition(order, to, newUuid));
      },
    ));

  test('of what is not stuck', () =>
    refusedBy(confirmed, ({ deps }, order) =>
      resumeOrder(deps.orders, transition(order, resumed(order, now), newUuid)),
    ));
});

test('an order that is STUCK, and resumed, is told of', async () => {
  await using world = await testWorld({ wallet: 5 });
  world.fail('ReleaseReference', 'before', 1_000_000);
  const { order } = await placeOrder(world.deps, world.order());
  await relay(world, order);
  while ((await stored(world, order)).saga.status !== 'STUCK') {
    await carryOn(world.deps, null, world.now + 2_000);
    world.now += 10_000;
  }
  expect(kindsOf(await relay(world, order))).toBe('Changed');
  const stuck = await stored(world, order);
  const again = transition(stuck, resumed(stuck, world.deps.clock()), newUuid);
  expect(await resumeOrder(world.deps.orders, again)).toBe(true);
  expect(kindsOf(await relay(world, order))).toBe('Changed');
});
