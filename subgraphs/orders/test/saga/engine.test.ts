/**
 * The saga under faults: any call may fail before or after it takes effect, and any process may lose its
 * lease.
 */

import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { codeOf, conflict } from '@holdfast/kit-base/errors';
import { describe, expect, test } from 'vitest';
import { placeOrder } from '../../src/checkout/placeOrder.ts';
import { ReserveStockDocument } from '../../src/generated/inventory.ts';
import { CapturePaymentDocument } from '../../src/generated/payments.ts';
import { runSaga } from '../../src/saga/engine.ts';
import { LeaseLostError } from '../../src/saga/lease.ts';
import { HELD_TOO_LONG } from '../../src/saga/steps/hold.ts';
import { takeOver } from '../../src/saga/takeOver.ts';
import { RECOVERY_BACKOFF } from '../../src/saga/timing.ts';
import { buildAddress, buildPlaceOrder, PRODUCT } from '../builders.ts';
import { place, SOLD, stored, UNTOUCHED } from '../support/orders.ts';
import { testWorld } from '../support/world.ts';

const atomicTest = unlessFerretdb(test, NOT_ATOMIC);

const FORWARD = [
  'ReserveStock',
  'RenewReservation',
  'AuthorizePayment',
  'CapturePayment',
  'ConfirmReservation',
] as const;

describe('a call that fails once', () => {
  test.each(
    FORWARD.flatMap((operation) => (['before', 'after'] as const).map((when) => [operation, when] as const)),
  )('%s, %s it takes effect: retried, done once, CONFIRMED', async (operation, when) => {
    await using world = await testWorld();
    world.fail(operation, when);
    const order = await place(world);
    expect(order.status).toBe('CONFIRMED');
    expect(world.books).toEqual(SOLD);
    expect(world.calls.filter((call) => call === operation)).toHaveLength(2);
    expect(order.saga.steps.map(({ attempts }) => attempts).sort()).toEqual([1, 1, 1, 1, 1, 2]);
  });

  test.each(['Customer', 'ProductsToOrder'])('%s: retried before there is an order', async (operation) => {
    await using world = await testWorld();
    world.fail(operation, 'before');
    expect((await place(world)).status).toBe('CONFIRMED');
  });

  test.each([
    ['ReleaseReference', { lines: 2, wallet: 0 }],
    ['VoidPayment', { lines: 2, wallet: 1000 }],
  ])('%s, during compensation: retried, undone once, REJECTED', async (operation, { wallet }) => {
    for (const when of ['before', 'after'] as const) {
      await using world = await testWorld({ wallet });
      world.fail(operation, when);
      const nowhere = buildAddress({ country: 'AQ' });
      const order = await place(world, { shippingAddress: nowhere });
      expect(order.status).toBe('REJECTED');
      expect(world.books).toEqual({ ...UNTOUCHED, wallet });
    }
  });
});

describe('a service that stays unavailable', () => {
  test('before there is an order is a fault, and nothing is written', async () => {
    await using world = await testWorld();
    world.fail('ProductsToOrder', 'before', 1000);
    const failed = placeOrder(world.deps, buildPlaceOrder());
    await expect(failed).rejects.toSatisfy((error) => codeOf(error) === 'SUBGRAPH_UNAVAILABLE');
    expect(await world.deps.orders.countDocuments()).toBe(0);
  });

  test.each(FORWARD)('at %s: PENDING at the deadline, and recovered later', async (operation) => {
    await using world = await testWorld();
    const start = world.now;
    world.fail(operation, 'before', 1000);
    const command = buildPlaceOrder();
    const { order } = await placeOrder(world.deps, command);
    expect(order.status).toBe('PENDING');
    expect(world.now - start).toBeLessThanOrEqual(10_000);
    expect(await stored(world, order)).toMatchObject({ status: 'PENDING', saga: { status: 'RUNNING' } });

    world.fail(operation, 'before', 0);
    world.now += RECOVERY_BACKOFF.first;
    expect(await takeOver(world.deps, null, world.now + 5_000)).toMatchObject({
      id: order.id,
      status: 'CONFIRMED',
    });
    expect(world.books).toEqual(SOLD);
    expect(await takeOver(world.deps, null, world.now + 5_000)).toBeUndefined();
    const again = await placeOrder(world.deps, command);
    expect(again).toMatchObject({ replayed: true, order: { id: order.id, status: 'CONFIRMED' } });
  });

  test('continues when the client sends the same key again', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'after', 1000);
    const command = buildPlaceOrder();
    const first = await placeOrder(world.deps, command);
    expect(first.order.status).toBe('PENDING');
    world.fail('CapturePayment', 'after', 0);
    expect(await placeOrder(world.deps, command)).toMatchObject({
      replayed: true,
      order: { id: first.order.id, status: 'CONFIRMED' },
    });
    expect(world.books).toEqual(SOLD);
  });

  test('during compensation: PENDING, then REJECTED and everything undone', async () => {
    await using world = await testWorld({ wallet: 5 });
    world.fail('ReleaseReference', 'before', 1000);
    const order = await place(world);
    expect(order).toMatchObject({ status: 'PENDING', saga: { status: 'COMPENSATING' } });
    expect(world.books.held).toBe(2);
    world.fail('ReleaseReference', 'before', 0);
    world.now += RECOVERY_BACKOFF.first;
    expect(await takeOver(world.deps, null, world.now + 5_000)).toMatchObject({ status: 'REJECTED' });
    expect(world.books).toEqual({ ...UNTOUCHED, wallet: 5 });
  });
});

describe('a reservation that expired', () => {
  test('before the payment or the confirmation is held again, and the order continues', async () => {
    for (const step of ['RenewReservation', 'ConfirmReservation']) {
      await using world = await testWorld();
      let expired = false;
      world.onCall = (operation) => {
        if (operation === step && !expired) world.expire();
        expired ||= operation === step;
      };
      expect((await place(world)).status).toBe('CONFIRMED');
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
    const order = await place(world);
    expect(order).toMatchObject({
      status: 'REJECTED',
      rejection: { code: 'OUT_OF_STOCK', message: 'Too little stock: Thing: 1 of 2.' },
    });
    expect(world.calls).not.toContain('AuthorizePayment');
    expect(world.books).toEqual({ ...UNTOUCHED, stock: 1 });
  });

  test('and was released by another party is refused', async () => {
    await using world = await testWorld();
    world.refuse('RenewReservation', conflict('released'));
    const order = await place(world);
    expect(order).toMatchObject({ status: 'REJECTED', rejection: HELD_TOO_LONG });
    expect(world.books).toEqual(UNTOUCHED);
  });
});

describe('a refusal', () => {
  test('of the last step gives the money back, and the saga ends', async () => {
    await using world = await testWorld();
    world.onCall = (operation) => {
      if (operation !== 'ConfirmReservation') return;
      world.expire();
      world.books.held = 9;
    };
    const order = await place(world);
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
    'of %s that a retry does not change ends the order as %s, and reveals nothing of the error',
    async (operation, code) => {
      await using world = await testWorld();
      world.refuse(operation, conflict('secret of the service'));
      const order = await place(world);
      expect(order).toMatchObject({
        status: 'REJECTED',
        rejection: { code, message: 'The order could not be carried out.' },
      });
      expect(JSON.stringify(order.saga.steps)).not.toContain('secret');
      expect(world.books).toEqual(UNTOUCHED);
    },
  );

  test('of a step leaves nothing behind when an earlier attempt arrives late', async () => {
    await using world = await testWorld({ stock: 2 });
    const first = buildPlaceOrder();
    const other = await place(world);
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

  test('gives the money back when a capture arrives late', async () => {
    await using world = await testWorld();
    world.onCall = async (operation) => {
      if (operation !== 'VoidPayment') return;
      world.onCall = () => {};
      const late = { orderId: (await world.deps.orders.findOne({}))?._id ?? '' };
      await world.deps.services.payments.call(CapturePaymentDocument, late, { user: null, timeout: 1 });
    };
    const nowhere = buildAddress({ country: 'AQ' });
    const order = await place(world, { shippingAddress: nowhere });
    expect(order.status).toBe('REJECTED');
    expect(world.books).toEqual(UNTOUCHED);
  });

  test('that is a defect is not described to the customer', async () => {
    await using world = await testWorld();
    world.refuse('CapturePayment', new Error('connect ECONNREFUSED 10.0.0.7:5432'));
    const order = await place(world);
    expect(order.status).toBe('PENDING');
    expect(order.saga.steps[4]).toMatchObject({ status: 'RUNNING', error: 'Internal server error' });
    expect((await stored(world, order)).saga.steps[4]).toMatchObject({
      status: 'RUNNING',
      attempts: expect.toSatisfy((attempts: number) => attempts > 5),
      startedAt: expect.any(Date),
    });
  });
});

describe('steps that run side by side', () => {
  test.each(['before', 'after'] as const)(
    'one is refused while the effect of the other is unknown, %s it took effect: everything is undone',
    async (when) => {
      await using world = await testWorld();
      world.refuse('CapturePayment', conflict('no'));
      world.fail('ConfirmReservation', when);
      const order = await place(world);
      expect(order).toMatchObject({ status: 'REJECTED', rejection: { code: 'PAYMENT_DECLINED' } });
      expect(order.saga.steps.map(({ status }) => status).join(' ')).toBe(
        'COMPLETED COMPENSATED COMPENSATED COMPENSATED FAILED FAILED',
      );
      expect(world.books).toEqual(UNTOUCHED);
    },
  );

  test('the first refusal is the reason', async () => {
    await using world = await testWorld();
    world.refuse('CapturePayment', conflict('no'));
    world.refuse('ConfirmReservation', conflict('no'));
    expect(await place(world)).toMatchObject({ rejection: { code: 'PAYMENT_DECLINED' } });
    expect(world.books).toEqual(UNTOUCHED);
  });

  test('a fault of one does not repeat the other', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'after', 3);
    expect((await place(world)).status).toBe('CONFIRMED');
    expect(world.calls.filter((call) => call === 'ConfirmReservation')).toHaveLength(1);
    expect(world.books).toEqual(SOLD);
  });
});

test('a hold that lasts long enough is not renewed before the payment', async () => {
  for (const [seconds, renewals] of [
    [29, 1],
    [31, 0],
  ] as const) {
    await using world = await testWorld();
    world.holdFor(seconds * 1_000);
    expect((await place(world)).status).toBe('CONFIRMED');
    expect(world.calls.filter((call) => call === 'RenewReservation')).toHaveLength(renewals);
  }
});

describe('the lease', () => {
  test('keeps a second process out while the first one works', async () => {
    await using world = await testWorld();
    const taken: unknown[] = [];
    world.onCall = async () => {
      taken.push(await takeOver(world.deps, null, world.now + 5_000));
    };
    expect((await place(world)).status).toBe('CONFIRMED');
    expect(taken.every((each) => each === undefined)).toBe(true);
    expect(world.books).toEqual(SOLD);
  });

  test('of a process that was paused is taken over, and that process can no longer write', async () => {
    await using world = await testWorld();
    let paused = false;
    world.onCall = async (operation) => {
      if (operation !== 'CapturePayment' || paused) return;
      paused = true;
      world.now += 60_000;
      expect(await takeOver(world.deps, null, world.now + 5_000)).toMatchObject({ status: 'CONFIRMED' });
    };
    const order = await place(world);
    expect(paused).toBe(true);
    expect(await stored(world, order)).toMatchObject({
      status: 'CONFIRMED',
      saga: { lease: { token: 2 } },
    });
    expect(world.books).toEqual(SOLD);
  });

  test('guards every write: nothing is written without its token', async () => {
    await using world = await testWorld();
    world.fail('ReserveStock', 'before', 1000);
    const order = await place(world);
    world.fail('ReserveStock', 'before', 0);
    await takeOver(world.deps, order.id, world.now + 5_000);
    await expect(runSaga(world.deps, order, world.now + 5_000)).rejects.toBeInstanceOf(LeaseLostError);
    expect((await stored(world, order)).status).toBe('CONFIRMED');
    expect(world.books).toEqual(SOLD);
  });

  atomicTest('is taken by one of sixteen processes that claim it at once', async () => {
    await using world = await testWorld();
    world.fail('ReserveStock', 'before', 1000);
    const order = await place(world);
    world.fail('ReserveStock', 'before', 0);
    world.now += RECOVERY_BACKOFF.first;
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, () => takeOver(world.deps, null, world.now + 5_000)),
    );
    expect(outcomes.filter((each) => each !== undefined)).toMatchObject([
      { id: order.id, status: 'CONFIRMED' },
    ]);
    expect(world.books).toEqual(SOLD);
  });
});

test('every state is written before the call that it announces', async () => {
  await using world = await testWorld();
  const seen: Record<string, string> = {};
  world.onCall = async (operation) => {
    const [document] = await world.deps.orders.find().toArray();
    if (document) seen[operation] = document.saga.steps.map(({ status }) => status).join(' ');
  };
  await placeOrder(world.deps, buildPlaceOrder());
  expect(seen).toEqual({
    ReserveStock: 'COMPLETED RUNNING PENDING PENDING PENDING PENDING',
    RenewReservation: 'COMPLETED COMPLETED RUNNING PENDING PENDING PENDING',
    AuthorizePayment: 'COMPLETED COMPLETED RUNNING PENDING PENDING PENDING',
    CapturePayment: 'COMPLETED COMPLETED COMPLETED COMPLETED RUNNING RUNNING',
    ConfirmReservation: 'COMPLETED COMPLETED COMPLETED COMPLETED RUNNING RUNNING',
  });
});
