/** Faults that do not end: what is tried, for how long, and what becomes of the order then. */
import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { describe, expect, test } from 'vitest';
import type { Order } from '../src/domain/order.ts';
import { isUnfinished } from '../src/domain/saga.ts';
import { placeOrder } from '../src/placeOrder.ts';
import { carryOn } from '../src/saga/carryOn.ts';
import { resumeStuck } from '../src/saga/resumeStuck.ts';
import { checkStepNames, STEP_NAMES } from '../src/saga/steps/steps.ts';
import { PAUSES } from '../src/saga/timing.ts';
import { cancel, confirmed, move, SOLD, stored, UNTOUCHED } from './confirmedOrder.ts';
import { testWorld, type World } from './world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** What `testWorld` has. */
const STEP = 3 * MINUTE;
const COMPENSATION = 5 * MINUTE;

/** What the recovery loop does for so many milliseconds. @returns the rounds it took. */
async function recover(world: World, time: number): Promise<number> {
  const end = world.now + time;
  let rounds = 0;
  while (world.now < end) {
    if (await carryOn(world.deps, null, world.now + 2_000)) rounds++;
    world.now += 1_000;
  }
  return rounds;
}

async function place(world: World): Promise<Order> {
  return (await placeOrder(world.deps, world.order())).order;
}

describe('a step that fails on and on', () => {
  test('is given up after its time: what was done is undone, and the order REJECTED', async () => {
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

  test('is left alone for longer and longer, and never for more than ten seconds', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'before', 100_000);
    const order = await place(world);
    const pauses: number[] = [];
    for (let round = 0; round < 6; round++) {
      pauses.push((await stored(world, order)).saga.retryAt.getTime() - world.now);
      expect(await carryOn(world.deps, null, world.now + 2_000)).toBeUndefined();
      world.now += pauses.at(-1)!;
      expect(await carryOn(world.deps, null, world.now + 2_000)).toMatchObject({ id: order.id });
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, PAUSES.longest, PAUSES.longest]);
  });

  test('does not keep other orders waiting', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'before', 100_000);
    const poisoned = await place(world);
    await recover(world, MINUTE);
    expect(await recover(world, MINUTE)).toBeLessThan(10);
    expect(isUnfinished(await stored(world, poisoned))).toBe(true);
  });

  test('is not given up for the time in which nobody tried', async () => {
    await using world = await testWorld();
    world.fail('CapturePayment', 'before', 1_000);
    const order = await place(world);
    world.now += 24 * HOUR;
    await carryOn(world.deps, null, world.now + 2_000);
    world.fail('CapturePayment', 'before', 0);
    await recover(world, MINUTE);
    expect((await stored(world, order)).status).toBe('CONFIRMED');
    expect(world.books).toEqual(SOLD);
  });

  test('has its time anew when it has gone on', async () => {
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

describe('a compensation that fails on and on', () => {
  /** An order that is STUCK at giving the stock back. */
  async function stuck(world: World): Promise<Order> {
    world.fail('ReleaseReference', 'before', 1_000_000);
    const order = await place(world);
    expect(order.saga.status).toBe('COMPENSATING');
    await recover(world, COMPENSATION - MINUTE);
    expect((await stored(world, order)).saga.status).toBe('COMPENSATING');
    await recover(world, 2 * MINUTE);
    return stored(world, order);
  }

  test('is STUCK after its time: attempts and the error are kept, and it is left alone', async () => {
    await using world = await testWorld({ wallet: 5 });
    const order = await stuck(world);
    expect(order).toMatchObject({ status: 'PENDING', saga: { status: 'STUCK', finishedAt: null } });
    const step = order.saga.steps[1];
    expect(step).toMatchObject({ status: 'COMPLETED', error: 'The test service is not available.' });
    expect(step?.compensations).toBeGreaterThan(PAUSES.leastRounds);
    expect(order.saga.trouble?.rounds).toBeGreaterThanOrEqual(PAUSES.leastRounds);
    const calls = world.calls.length;
    expect(await recover(world, 10 * MINUTE)).toBe(0);
    expect(world.calls).toHaveLength(calls);
  });

  test('is seen in the metrics, and so is what was tried', async () => {
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

  unlessFerretdb(test, NOT_ATOMIC)('goes on when it is resumed, once, and only then', async () => {
    await using world = await testWorld({ wallet: 5 });
    const { id } = await stuck(world);
    world.fail('ReleaseReference', 'before', 0);
    const resumed = await Promise.all(
      Array.from({ length: 8 }, () => resumeStuck(world.deps, id, 'operator:test')),
    );
    expect(resumed.filter(Boolean)).toHaveLength(1);
    expect(await carryOn(world.deps, null, world.now + 2_000)).toMatchObject({ status: 'REJECTED' });
    expect(world.books).toEqual({ ...UNTOUCHED, wallet: 5 });
    expect(await resumeStuck(world.deps, id, 'operator:test')).toBe(false);
    const told = (await world.deps.orders.findOne({ _id: id }))?.outbox ?? [];
    const resumes = told.flatMap((event) => (event.type === 'holdfast.OrderResumed.v1' ? [event.data] : []));
    expect(resumes, 'told once, with who did it').toEqual([
      { orderId: id, actor: 'operator:test', before: { saga: 'STUCK' }, after: { saga: 'COMPENSATING' } },
    ]);
  });

  test('has its time anew when it is resumed', async () => {
    await using world = await testWorld({ wallet: 5 });
    const order = await stuck(world);
    await resumeStuck(world.deps, order.id, 'operator:test');
    await recover(world, COMPENSATION - MINUTE);
    expect((await stored(world, order)).saga.status).toBe('COMPENSATING');
    await recover(world, 2 * MINUTE);
    expect((await stored(world, order)).saga.status).toBe('STUCK');
  });

  test('of a cancellation leaves the order CONFIRMED, not to be shipped, and asking again says so at once', async () => {
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

test('an order from before faults were kept is carried on', async () => {
  await using world = await testWorld();
  world.fail('CapturePayment', 'before', 1_000);
  const order = await place(world);
  world.fail('CapturePayment', 'before', 0);
  const unset = { 'saga.trouble': '', 'saga.retryAt': '' } as const;
  await world.deps.orders.updateOne({ _id: order.id }, { $unset: unset });
  expect(await carryOn(world.deps, null, world.now + 2_000)).toMatchObject({ status: 'CONFIRMED' });
});

describe('the names of the steps', () => {
  const published = ['VALIDATE_ORDER', ...STEP_NAMES];

  test('are those of the SDL, or nothing starts', () => {
    expect(() => checkStepNames(published)).not.toThrow();
    expect(() => checkStepNames(published.slice(0, -1))).toThrow('but not of both: CONFIRM_RESERVATION.');
    expect(() => checkStepNames([...published, 'PACK'])).toThrow('but not of both: PACK.');
  });
});
