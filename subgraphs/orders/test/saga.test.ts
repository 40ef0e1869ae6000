/** The saga under faults: every call may fail before it is done, or after it, and any process may lose its lease. */
import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { codeOf, conflict } from '@holdfast/kit-base/errors';
import { describe, expect, test } from 'vitest';
import { HELD_TOO_LONG } from '../src/domain/order.ts';
import { ReserveStockDocument } from '../src/generated/inventory.ts';
import { CapturePaymentDocument } from '../src/generated/payments.ts';
import { placeOrder } from '../src/placeOrder.ts';
import { carryOn } from '../src/saga/carryOn.ts';
import { runSaga } from '../src/saga/engine.ts';
import { LeaseLostError } from '../src/saga/lease.ts';
import { PAUSES } from '../src/saga/timing.ts';
import { findOrders } from '../src/store/findOrders.ts';
import { PRODUCT, testWorld, type World } from './world.ts';

const atomicTest = unlessFerretdb(test, NOT_ATOMIC);

const SOLD = { stock: 8, held: 0, wallet: 980, authorized: 0, captured: 20 };
const UNTOUCHED = { stock: 10, held: 0, wallet: 1000, authorized: 0, captured: 0 };
const FORWARD = [
  'ReserveStock',
  'RenewReservation',
  'AuthorizePayment',
  'CapturePayment',
  'ConfirmReservation',
] as const;

/** What stands in the database. */
const stored = async (world: World, id: string) => (await findOrders(world.deps.orders, [id]))[0];

describe('a call that fails once', () => {
  test.each(
    FORWARD.flatMap((operation) => (['before', 'after'] as const).map((when) => [operation, when] as const)),
  )('%s, %s it is done: tried again, done once, CONFIRMED', async (operation, when) => {
    await using world = await testWorld();
    world.fail(operation, when);
    const { order } = await placeOrder(world.deps, world.order());
    expect(order.status).toBe('CONFIRMED');
    expect(world.books).toEqual(SOLD);
    expect(world.calls.filter((call) => call === operation)).toHaveLength(2);
    expect(order.saga.steps.map(({ attempts }) => attempts).sort()).toEqual([1, 1, 1, 1, 1, 2]);
  });

  test.each(['Customer', 'ProductsToOrder'])(
    '%s: tried again before there is an order',
    async (operation) => {
      await using world = await testWorld();
      world.fail(operation, 'before');
      expect((await placeOrder(world.deps, world.order())).order.status).toBe('CONFIRMED');
    },
  );

  test.each([
    ['ReleaseReference', { lines: 2, wallet: 0 }],
    ['VoidPayment', { lines: 2, wallet: 1000 }],
  ])('%s, while undoing: tried again, undone once, REJECTED', async (operation, { wallet }) => {
    for (const when of ['before', 'after'] as const) {
      await using world = await testWorld({ wallet });
      world.fail(operation, when);
      const nowhere = {
        recipient: 'A',
        line1: 'b',
        line2: null,
        city: 'c',
        region: null,
        postalCode: '10115',
        country: 'AQ',
      };
      const { order } = await placeOrder(world.deps, world.order({ shippingAddress: nowhere }));
      expect(order.status).toBe('REJECTED');
      expect(world.books).toEqual({ ...UNTOUCHED, wallet });
    }
  });
});

describe('a service that stays away', () => {
  test('before there is an order: a fault, and nothing is written', async () => {
    await using world = await testWorld();
    world.fail('ProductsToOrder', 'before', 1000);
    const failed = placeOrder(world.deps, world.order());
    await expect(failed).rejects.toSatisfy((error) => codeOf(error) === 'SUBGRAPH_UNAVAILABLE');
    expect(await world.deps.orders.countDocuments()).toBe(0);
  });

  test.each(FORWARD)('at %s: PENDING at the deadline, and carried on later', async (operation) => {
    await using world = await testWorld();
    const start = world.now;
    world.fail(operation, 'before', 1000);
    const command = world.order();
    const { order } = await placeOrder(world.deps, command);
    expect(order.status).toBe('PENDING');
    expect(world.now - start).toBeLessThanOrEqual(10_000);
    expect(await stored(world, order.id)).toMatchObject({ status: 'PENDING', saga: { status: 'RUNNING' } });

    world.fail(operation, 'before', 0);
    world.now += PAUSES.first;
    expect(await carryOn(world.deps, null, world.now + 5_000)).toMatchObject({
      id: order.id,
      status: 'CONFIRMED',
    });
    expect(world.books).toEqual(SOLD);
    expect(await carryOn(world.deps, null, world.now + 5_000)).toBeUndefined();
    const again = await placeOrder(world.deps, command);
    expect(again).toMatchObject({ replayed: true, order: { id: order.id, status: 'CONFIRMED' } });
  });

  test('the same key sent again carries it on', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'after', 1000);
    const command = world.order();
    const first = await placeOrder(world.deps, command);
    expect(first.order.status).toBe('PENDING');
    world.fail('CapturePayment', 'after', 0);
    expect(await placeOrder(world.deps, command)).toMatchObject({
      replayed: true,
      order: { id: first.order.id, status: 'CONFIRMED' },
    });
    expect(world.books).toEqual(SOLD);
  });

  test('while undoing: PENDING, then REJECTED and everything undone', async () => {
    await using world = await testWorld({ wallet: 5 });
    world.fail('ReleaseReference', 'before', 1000);
    const { order } = await placeOrder(world.deps, world.order());
    expect(order).toMatchObject({ status: 'PENDING', saga: { status: 'COMPENSATING' } });
    expect(world.books.held).toBe(2);
    world.fail('ReleaseReference', 'before', 0);
    world.now += PAUSES.first;
    expect(await carryOn(world.deps, null, world.now + 5_000)).toMatchObject({ status: 'REJECTED' });
    expect(world.books).toEqual({ ...UNTOUCHED, wallet: 5 });
  });
});

describe('a reservation whose time ran out', () => {
  test('before it is paid for, or confirmed, is held again, and the order goes on', async () => {
    for (const step of ['RenewReservation', 'ConfirmReservation']) {
      await using world = await testWorld();
      let expired = false;
      world.onCall = (operation) => {
        if (operation === step && !expired) world.expire();
        expired ||= operation === step;
      };
      expect((await placeOrder(world.deps, world.order())).order.status).toBe('CONFIRMED');
      expect(world.books).toEqual(SOLD);
    }
  });

  test('and whose units are gone is not paid for', async () => {
    await using world = await testWorld();
    world.onCall = (operation) => {
      if (operation !== 'RenewReservation') return;
      world.expire();
      world.books.stock = 1;
    };
    const { order } = await placeOrder(world.deps, world.order());
    expect(order).toMatchObject({
      status: 'REJECTED',
      rejection: { code: 'OUT_OF_STOCK', message: 'Too little stock: Thing: 1 of 2.' },
    });
    expect(world.calls).not.toContain('AuthorizePayment');
    expect(world.books).toEqual({ ...UNTOUCHED, stock: 1 });
  });

  test('and that somebody released is refused', async () => {
    await using world = await testWorld();
    world.refuse('RenewReservation', conflict('released'));
    const { order } = await placeOrder(world.deps, world.order());
    expect(order).toMatchObject({ status: 'REJECTED', rejection: HELD_TOO_LONG });
    expect(world.books).toEqual(UNTOUCHED);
  });
});

describe('a refusal', () => {
  test('at the last step gives the money back, and ends', async () => {
    await using world = await testWorld();
    world.onCall = (operation) => {
      if (operation !== 'ConfirmReservation') return;
      world.expire();
      world.books.held = 9;
    };
    const { order } = await placeOrder(world.deps, world.order());
    expect(order).toMatchObject({
      status: 'REJECTED',
      rejection: { code: 'OUT_OF_STOCK', shortages: [{ requested: 2, available: 1 }] },
      saga: { status: 'COMPENSATED' },
    });
    expect(order.saga.steps.map(({ status }) => status).join(' ')).toBe(
      'COMPLETED COMPENSATED COMPENSATED COMPENSATED COMPENSATED FAILED',
    );
    expect(world.books).toEqual({ ...UNTOUCHED, held: 9 });
  });

  test.each([
    ['ReserveStock', 'OUT_OF_STOCK'],
    ['AuthorizePayment', 'PAYMENT_DECLINED'],
    ['CapturePayment', 'PAYMENT_DECLINED'],
  ])(
    'of %s that trying again does not change ends the order as %s, and tells nothing of it',
    async (operation, code) => {
      await using world = await testWorld();
      world.refuse(operation, conflict('secret of the service'));
      const { order } = await placeOrder(world.deps, world.order());
      expect(order).toMatchObject({
        status: 'REJECTED',
        rejection: { code, message: 'The order could not be carried out.' },
      });
      expect(JSON.stringify(order.saga.steps)).not.toContain('secret');
      expect(world.books).toEqual(UNTOUCHED);
    },
  );

  test('of an attempt whose earlier one is still on its way leaves nothing behind when that arrives', async () => {
    await using world = await testWorld({ stock: 2 });
    const first = world.order();
    const { order: other } = await placeOrder(world.deps, world.order());
    expect(other.status).toBe('CONFIRMED');
    const { order } = await placeOrder(world.deps, first);
    expect(order.status).toBe('REJECTED');
    world.books.stock = 10;
    const late = world.deps.services.inventory.call(
      ReserveStockDocument,
      { reference: order.id, lines: [{ productId: PRODUCT, quantity: 2 }] },
      { user: null, timeout: 1 },
    );
    await expect(late).rejects.toSatisfy((error) => codeOf(error) === 'CONFLICT');
    expect(world.books.held).toBe(0);
  });

  test('while a capture is still on its way gives the money back when that arrives', async () => {
    await using world = await testWorld();
    world.onCall = async (operation) => {
      if (operation !== 'VoidPayment') return;
      world.onCall = () => {};
      const late = { orderId: (await world.deps.orders.findOne({}))?._id ?? '' };
      await world.deps.services.payments.call(CapturePaymentDocument, late, { user: null, timeout: 1 });
    };
    const nowhere = { ...world.order().shippingAddress!, country: 'AQ' };
    const { order } = await placeOrder(world.deps, world.order({ shippingAddress: nowhere }));
    expect(order.status).toBe('REJECTED');
    expect(world.books).toEqual(UNTOUCHED);
  });

  test('of a defect tells the customer nothing of it', async () => {
    await using world = await testWorld();
    world.refuse('CapturePayment', new Error('connect ECONNREFUSED 10.0.0.7:5432'));
    const { order } = await placeOrder(world.deps, world.order());
    expect(order.status).toBe('PENDING');
    expect(order.saga.steps[4]).toMatchObject({ status: 'RUNNING', error: 'Internal server error' });
    expect((await stored(world, order.id))?.saga.steps[4]).toMatchObject({
      status: 'RUNNING',
      attempts: expect.toSatisfy((attempts: number) => attempts > 5),
      startedAt: expect.any(Date),
    });
  });
});

describe('the lease', () => {
  test('keeps a second process off while the first one works', async () => {
    await using world = await testWorld();
    const taken: unknown[] = [];
    world.onCall = async () => {
      taken.push(await carryOn(world.deps, null, world.now + 5_000));
    };
    expect((await placeOrder(world.deps, world.order())).order.status).toBe('CONFIRMED');
    expect(taken.every((each) => each === undefined)).toBe(true);
    expect(world.books).toEqual(SOLD);
  });

  test('of a process that stood still is taken over, and that process can no longer write', async () => {
    await using world = await testWorld();
    let paused = false;
    world.onCall = async (operation) => {
      if (operation !== 'CapturePayment' || paused) return;
      paused = true;
      world.now += 60_000;
      expect(await carryOn(world.deps, null, world.now + 5_000)).toMatchObject({ status: 'CONFIRMED' });
    };
    const { order } = await placeOrder(world.deps, world.order());
    expect(paused).toBe(true);
    expect(await stored(world, order.id)).toMatchObject({
      status: 'CONFIRMED',
      saga: { lease: { token: 2 } },
    });
    expect(world.books).toEqual(SOLD);
  });

  test('without its token nothing is written', async () => {
    await using world = await testWorld();
    world.fail('ReserveStock', 'before', 1000);
    const { order } = await placeOrder(world.deps, world.order());
    world.fail('ReserveStock', 'before', 0);
    await carryOn(world.deps, order.id, world.now + 5_000);
    await expect(runSaga(world.deps, order, world.now + 5_000)).rejects.toBeInstanceOf(LeaseLostError);
    expect((await stored(world, order.id))?.status).toBe('CONFIRMED');
    expect(world.books).toEqual(SOLD);
  });

  atomicTest('is taken by one of sixteen processes that want it at once', async () => {
    await using world = await testWorld();
    world.fail('ReserveStock', 'before', 1000);
    const { order } = await placeOrder(world.deps, world.order());
    world.fail('ReserveStock', 'before', 0);
    world.now += PAUSES.first;
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, () => carryOn(world.deps, null, world.now + 5_000)),
    );
    expect(outcomes.filter((each) => each !== undefined)).toMatchObject([
      { id: order.id, status: 'CONFIRMED' },
    ]);
    expect(world.books).toEqual(SOLD);
  });
});

test('every state is written down before the call that it announces', async () => {
  await using world = await testWorld();
  const seen: Record<string, string> = {};
  world.onCall = async (operation) => {
    const [document] = await world.deps.orders.find().toArray();
    if (document) seen[operation] = document.saga.steps.map(({ status }) => status).join(' ');
  };
  await placeOrder(world.deps, world.order());
  expect(seen).toEqual({
    ReserveStock: 'COMPLETED RUNNING PENDING PENDING PENDING PENDING',
    RenewReservation: 'COMPLETED COMPLETED RUNNING PENDING PENDING PENDING',
    AuthorizePayment: 'COMPLETED COMPLETED RUNNING PENDING PENDING PENDING',
    CapturePayment: 'COMPLETED COMPLETED COMPLETED COMPLETED RUNNING PENDING',
    ConfirmReservation: 'COMPLETED COMPLETED COMPLETED COMPLETED COMPLETED RUNNING',
  });
});
