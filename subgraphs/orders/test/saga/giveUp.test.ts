/** Faults that do not end: how long the saga retries, and what happens to the order when it gives up. */
import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { describe, expect, test } from 'vitest';
import type { Order } from '../../src/domain/order.ts';
import { isUnfinished } from '../../src/saga/domain/saga.ts';
import { resumeStuck } from '../../src/saga/resumeStuck.ts';
import { checkStepNames, STEP_NAMES } from '../../src/saga/steps/steps.ts';
import { takeOver } from '../../src/saga/takeOver.ts';
import { RECOVERY_BACKOFF } from '../../src/saga/timing.ts';
import { cancel, confirmed, move, place, SOLD, stored, UNTOUCHED } from '../support/orders.ts';
import { testWorld, type World } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The limits of `testWorld`. */
const STEP = 3 * MINUTE;
const COMPENSATION = 5 * MINUTE;

/** Does what the recovery loop does for this many milliseconds. @returns the number of rounds. */
async function recover(world: World, time: number): Promise<number> {
  const end = world.now + time;
  let rounds = 0;
  while (world.now < end) {
    if (await takeOver(world.deps, null, world.now + 2_000)) rounds++;
    world.now += 1_000;
  }
  return rounds;
}

describe('a step that keeps failing', () => {
  test('is given up after its time: the order is compensated, and REJECTED', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'after', 100_000);
    const order = await place(world);
    expect(order.status).toBe('PENDING');
    await recover(world, STEP - MINUTE);
    expect(await stored(world, order)).toMatchObject({ status: 'PENDING', saga: { status: 'RUNNING' } });
    await recover(world, 2 * MINUTE);
    expect(await stored(world, order)).toMatchObject({
      status: 'REJECTED',
      rejection: { code: 'PAYMENT_DECLINED', message: 'The order could not be carried out.' },
      saga: { status: 'COMPENSATED' },
    });
    expect(world.books).toEqual(UNTOUCHED);
  });

  test('pauses for longer and longer, but never for more than ten seconds', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'before', 100_000);
    const order = await place(world);
    const pauses: number[] = [];
    for (let round = 0; round < 6; round++) {
      pauses.push((await stored(world, order)).saga.retryAt.getTime() - world.now);
      expect(await takeOver(world.deps, null, world.now + 2_000)).toBeUndefined();
      world.now += pauses.at(-1)!;
      expect(await takeOver(world.deps, null, world.now + 2_000)).toMatchObject({ id: order.id });
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, RECOVERY_BACKOFF.longest, RECOVERY_BACKOFF.longest]);
  });

  test('does not hold up other orders', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'before', 100_000);
    const poisoned = await place(world);
    await recover(world, MINUTE);
    expect(await recover(world, MINUTE)).toBeLessThan(10);
    expect(isUnfinished(await stored(world, poisoned))).toBe(true);
  });

  test('is not given up for time in which no process tried', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'before', 1_000);
    const order = await place(world);
    world.now += 24 * HOUR;
    await takeOver(world.deps, null, world.now + 2_000);
    world.fail('CapturePayment', 'before', 0);
    await recover(world, MINUTE);
    expect((await stored(world, order)).status).toBe('CONFIRMED');
    expect(world.books).toEqual(SOLD);
  });

  test('has its full time again after progress', async () => {
    await using world = await testWorld();
    world.fail('AuthorizePayment', 'before', 100_000);
    const order = await place(world);
    await recover(world, STEP - MINUTE);
    world.fail('AuthorizePayment', 'before', 0);
    world.fail('CapturePayment', 'before', 100_000);
    await recover(world, STEP - MINUTE);
    expect((await stored(world, order)).status).toBe('PENDING');
  });
});

describe('a compensation that keeps failing', () => {
  /** Places an order that gets STUCK at releasing its stock. */
  async function stuck(world: World): Promise<Order> {
    world.fail('ReleaseReference', 'before', 1_000_000);
    const order = await place(world);
    expect(order.saga.status).toBe('COMPENSATING');
    await recover(world, COMPENSATION - MINUTE);
    expect((await stored(world, order)).saga.status).toBe('COMPENSATING');
    await recover(world, 2 * MINUTE);
    return stored(world, order);
  }

  test('is STUCK after its time: attempts and error are kept, and it is not retried', async () => {
    await using world = await testWorld({ wallet: 5 });
    const order = await stuck(world);
    expect(order).toMatchObject({ status: 'PENDING', saga: { status: 'STUCK', finishedAt: null } });
    const step = order.saga.steps[1];
    expect(step).toMatchObject({ status: 'COMPLETED', error: 'The test service is not available.' });
    expect(step?.compensations).toBeGreaterThan(RECOVERY_BACKOFF.minRounds);
    expect(order.saga.trouble?.rounds).toBeGreaterThanOrEqual(RECOVERY_BACKOFF.minRounds);
    const calls = world.calls.length;
    expect(await recover(world, 10 * MINUTE)).toBe(0);
    expect(world.calls).toHaveLength(calls);
  });

  test('shows in the metrics, together with the attempts', async () => {
    await using world = await testWorld({ wallet: 5 });
    await stuck(world);
    const text = await world.metrics.metrics();
    expect(text).toContain('orders_sagas{status="STUCK",service="orders"} 1');
    expect(text).toContain('orders_sagas{status="RUNNING",service="orders"} 0');
    expect(text).toContain('orders_oldest_unfinished_seconds{service="orders"} 0');
    expect(text).toContain(
      'orders_saga_steps_total{step="AUTHORIZE_PAYMENT",outcome="refused",service="orders"} 1',
    );
    expect(text).toContain(
      'orders_saga_compensations_total{step="RESERVE_STOCK",outcome="fault",service="orders"}',
    );
  });

  unlessFerretdb(test, NOT_ATOMIC)('continues when it is resumed, once, and only then', async () => {
    await using world = await testWorld({ wallet: 5 });
    const { id } = await stuck(world);
    world.fail('ReleaseReference', 'before', 0);
    const resumed = await Promise.all(
      Array.from({ length: 8 }, () => resumeStuck(world.deps, id, 'operator:test')),
    );
    expect(resumed.filter(Boolean)).toHaveLength(1);
    expect(await takeOver(world.deps, null, world.now + 2_000)).toMatchObject({ status: 'REJECTED' });
    expect(world.books).toEqual({ ...UNTOUCHED, wallet: 5 });
    expect(await resumeStuck(world.deps, id, 'operator:test')).toBe(false);
    const outbox = (await world.deps.orders.findOne({ _id: id }))?.outbox ?? [];
    const resumes = outbox.flatMap((event) =>
      event.type === 'holdfast.OrderResumed.v1' ? [event.data] : [],
    );
    expect(resumes, 'reported once, with the operator').toEqual([
      { orderId: id, actor: 'operator:test', before: { saga: 'STUCK' }, after: { saga: 'COMPENSATING' } },
    ]);
  });

  test('has its full time again when it is resumed', async () => {
    await using world = await testWorld({ wallet: 5 });
    const order = await stuck(world);
    await resumeStuck(world.deps, order.id, 'operator:test');
    await recover(world, COMPENSATION - MINUTE);
    expect((await stored(world, order)).saga.status).toBe('COMPENSATING');
    await recover(world, 2 * MINUTE);
    expect((await stored(world, order)).saga.status).toBe('STUCK');
  });

  test('of a cancellation leaves the order CONFIRMED, and it cannot be shipped; cancelling again returns at once', async () => {
    await using world = await testWorld();
    const order = await confirmed(world);
    world.fail('RefundPayment', 'before', 1_000_000);
    await cancel(world, order);
    await recover(world, COMPENSATION + 2 * MINUTE);
    expect(await stored(world, order)).toMatchObject({ status: 'CONFIRMED', saga: { status: 'STUCK' } });
    await expect(move(world, order, 'SHIPPED')).rejects.toThrow('being cancelled');
    expect((await cancel(world, order)).saga.status).toBe('STUCK');
  });
});

test('an order stored before faults were recorded is recovered', async () => {
  await using world = await testWorld();
  world.fail('CapturePayment', 'before', 1_000);
  const order = await place(world);
  world.fail('CapturePayment', 'before', 0);
  const unset = { 'saga.trouble': '', 'saga.retryAt': '' } as const;
  await world.deps.orders.updateOne({ _id: order.id }, { $unset: unset });
  expect(await takeOver(world.deps, null, world.now + 2_000)).toMatchObject({ status: 'CONFIRMED' });
});

describe('step names', () => {
  const published = ['VALIDATE_ORDER', ...STEP_NAMES];

  test('must be those of the SDL', () => {
    expect(() => checkStepNames(published)).not.toThrow();
    expect(() => checkStepNames(published.slice(0, -1))).toThrow('but not of both: CONFIRM_RESERVATION.');
    expect(() => checkStepNames([...published, 'PACK'])).toThrow('but not of both: PACK.');
  });
});
