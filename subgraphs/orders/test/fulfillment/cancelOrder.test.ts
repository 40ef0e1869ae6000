/** Cancelling a confirmed order: under faults, and when a process loses its lease. */
import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { codeOf } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { cancelOrder } from '../../src/fulfillment/cancelOrder.ts';
import { ConfirmReservationDocument } from '../../src/generated/inventory.ts';
import { takeOver } from '../../src/saga/takeOver.ts';
import { RECOVERY_BACKOFF } from '../../src/saga/timing.ts';
import { BOOK } from '../builders.ts';
import {
  cancel,
  confirmed,
  identity,
  move,
  place,
  SOLD,
  staff,
  stored,
  UNTOUCHED,
} from '../support/orders.ts';
import { testWorld } from '../support/world.ts';

const UNDONE = ['ReturnReservation', 'RefundPayment', 'VoidPayment', 'ReleaseReference'] as const;

describe('cancelling', () => {
  test('gives stock and money back, cancels the parcel, and records who did it and why', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    expect(world.books).toEqual(SOLD);
    const cancelled = await cancel(world, order);
    expect(cancelled).toMatchObject({
      status: 'CANCELLED',
      rejection: null,
      shipment: { status: 'CANCELLED' },
      saga: { status: 'COMPENSATED', finishedAt: expect.any(Date) },
    });
    expect(cancelled.saga.steps.map(({ status }) => status)).toEqual([
      'COMPLETED',
      ...Array(5).fill('COMPENSATED'),
    ]);
    expect(cancelled.history.map(({ status }) => status)).toEqual(['PENDING', 'CONFIRMED', 'CANCELLED']);
    expect(cancelled.history.at(-1)).toMatchObject({ actor: order.customerId, reason: 'changed my mind' });
    expect(await stored(world, order)).toEqual(cancelled);
    expect(world.books).toEqual(UNTOUCHED);
  });

  test('an order without stock or parcel undoes the steps that were done', async () => {
    await using world = await testWorld();
    const order = await place(world, { lines: [{ productId: BOOK, quantity: 1 }], shippingAddress: null });
    const cancelled = await cancel(world, order);
    expect(cancelled.status).toBe('CANCELLED');
    expect(cancelled.saga.steps.map(({ status }) => status).join(' ')).toBe(
      'COMPLETED SKIPPED COMPENSATED SKIPPED COMPENSATED SKIPPED',
    );
    expect(world.books).toEqual(UNTOUCHED);
  });

  test('again returns the cancelled order, and does nothing', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    const cancelled = await cancel(world, order);
    const calls = world.calls.length;
    expect(await cancel(world, order, staff)).toEqual(cancelled);
    expect(world.calls).toHaveLength(calls);
  });

  unlessFerretdb(test, NOT_ATOMIC)('by sixteen callers at once is done once', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, (_, n) => cancel(world, order, n % 2 ? staff : undefined)),
    );
    expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['CANCELLED']));
    expect(world.calls.filter((call) => call === 'RefundPayment')).toHaveLength(1);
    expect((await stored(world, order)).history).toHaveLength(3);
    expect(world.books).toEqual(UNTOUCHED);
  });

  test.each(
    UNDONE.flatMap((operation) => (['before', 'after'] as const).map((when) => [operation, when] as const)),
  )('when %s fails %s it takes effect: retried, done once', async (operation, when) => {
    await using world = await testWorld();
    const order = await confirmed(world);
    world.fail(operation, when);
    expect((await cancel(world, order)).status).toBe('CANCELLED');
    expect(world.books).toEqual(UNTOUCHED);
  });

  test.each(UNDONE)(
    'when %s stays unavailable: recovered later, and not shipped in the meantime',
    async (operation) => {
      await using world = await testWorld();
      const order = await confirmed(world);
      const start = world.now;
      world.fail(operation, 'before', 1000);
      const waiting = await cancel(world, order);
      expect(waiting).toMatchObject({
        status: 'CONFIRMED',
        saga: { status: 'COMPENSATING', finishedAt: null },
      });
      expect(world.now - start).toBeLessThanOrEqual(10_000);
      await expect(move(world, order, 'SHIPPED')).rejects.toThrow('is being cancelled');
      world.fail(operation, 'before', 0);
      world.now += RECOVERY_BACKOFF.first;
      expect(await takeOver(world.deps, null, world.now + 5_000)).toMatchObject({
        id: order.id,
        status: 'CANCELLED',
      });
      expect((await stored(world, order)).history.at(-1)).toMatchObject({ reason: 'changed my mind' });
      expect(world.books).toEqual(UNTOUCHED);
    },
  );

  test('again continues a cancellation that was postponed', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    world.fail('RefundPayment', 'after', 1000);
    expect((await cancel(world, order)).status).toBe('CONFIRMED');
    world.fail('RefundPayment', 'after', 0);
    expect((await cancel(world, order, staff)).history.at(-1)).toMatchObject({ actor: order.customerId });
    expect(world.books).toEqual(UNTOUCHED);
  });

  test('by a process that was paused is taken over, and that process can no longer write', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    let paused = false;
    world.onCall = async (operation) => {
      if (operation !== 'RefundPayment' || paused) return;
      paused = true;
      world.now += 60_000;
      expect(await takeOver(world.deps, null, world.now + 5_000)).toMatchObject({ status: 'CANCELLED' });
    };
    expect((await cancel(world, order)).status).toBe('CANCELLED');
    expect(await stored(world, order)).toMatchObject({ saga: { lease: { token: 3 } } });
    expect((await stored(world, order)).history).toHaveLength(3);
    expect(world.books).toEqual(UNTOUCHED);
  });

  test('is not reversed by a confirmation that arrives late', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    await cancel(world, order);
    const late = { id: order.reservationId ?? '' };
    await world.deps.services.inventory.call(ConfirmReservationDocument, late, { user: null, timeout: 1 });
    expect(world.books).toEqual(UNTOUCHED);
  });

  test("another customer's order, or one that does not exist, is NOT_FOUND", async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    for (const [id, caller] of [
      [order.id, identity(newUuid())],
      [order.id, identity(newUuid(), 'VENDOR')],
      [newUuid(), staff],
    ] as const) {
      const refused = cancelOrder(world.deps, { id, reason: null, identity: caller });
      await expect(refused).rejects.toSatisfy((error) => codeOf(error) === 'NOT_FOUND');
    }
    expect(world.books).toEqual(SOLD);
  });

  test('a PENDING, REJECTED, SHIPPED or DELIVERED order is CONFLICT, with what is allowed', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    for (const [status, allowed] of [
      ['SHIPPED', ['DELIVERED']],
      ['DELIVERED', []],
    ] as const) {
      await move(world, order, status);
      await expect(cancel(world, order)).rejects.toMatchObject({
        message: `The order is ${status}: only a CONFIRMED order can be cancelled.`,
        extensions: { code: 'CONFLICT', status, allowed },
      });
    }
    const rejected = await place(world, { lines: [{ productId: order.lines[0]!.productId, quantity: 99 }] });
    await expect(cancel(world, rejected)).rejects.toMatchObject({
      extensions: { status: 'REJECTED', allowed: [] },
    });
    world.fail('ReserveStock', 'before', 1000);
    const pending = await place(world);
    await expect(cancel(world, pending)).rejects.toMatchObject({
      extensions: { status: 'PENDING', allowed: [] },
    });
    expect(world.books).toEqual(SOLD);
  });
});
