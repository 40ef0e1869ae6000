/**
 * Crashes at any line: at every moment before and after a process talks to its database, a service or the
 * carrier, as recorded in a run without a crash. Each time another process takes over within 15 seconds, the
 * books balance, and the events of the order match its history.
 */
import { conflict } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { type PlaceOrder, placeOrder } from '../../src/checkout/placeOrder.ts';
import type { Dependencies } from '../../src/context.ts';
import type { OrderStatus } from '../../src/domain/order.ts';
import { cancelOrder } from '../../src/fulfillment/cancelOrder.ts';
import { findOrders } from '../../src/orders/queries.ts';
import { isUnfinished } from '../../src/saga/domain/saga.ts';
import { takeOver } from '../../src/saga/takeOver.ts';
import { LEASE, RECOVERY_INTERVAL, RECOVERY_TIMEOUT } from '../../src/saga/timing.ts';
import { buildPlaceOrder, PRODUCT } from '../builders.ts';
import { Crash, crashing } from '../support/crashing.ts';
import { historyOf } from '../support/events.ts';
import { identity, SOLD } from '../support/orders.ts';
import { testWorld, type World } from '../support/world.ts';

/** Milliseconds within which another process must take over. */
const TAKEN_OVER = 15_000;

interface Scenario {
  readonly ends: OrderStatus;
  /** Arranges the world so that the order ends like that. */
  readonly prepare?: (world: World) => void;
  readonly order?: (order: PlaceOrder) => Partial<PlaceOrder>;
  /** True when the order is cancelled after it was confirmed. Then the process that cancels it crashes. */
  readonly cancelled?: boolean;
}

const SCENARIOS: Record<string, Scenario> = {
  'an order that is CONFIRMED': { ends: 'CONFIRMED' },
  'an order refused at VALIDATE_ORDER': {
    ends: 'REJECTED',
    order: () => ({ expectedTotal: { minor: 1n, currency: 'USD' } }),
  },
  'an order refused at RESERVE_STOCK': {
    ends: 'REJECTED',
    order: () => ({ lines: [{ productId: PRODUCT, quantity: 99 }] }),
  },
  'an order refused at AUTHORIZE_PAYMENT': {
    ends: 'REJECTED',
    order: () => ({ lines: [{ productId: PRODUCT, quantity: 7 }] }),
    prepare: (world) => {
      world.books.wallet = 60;
    },
  },
  'an order refused at ARRANGE_SHIPMENT': {
    ends: 'REJECTED',
    order: ({ shippingAddress }) => ({ shippingAddress: { ...shippingAddress!, country: 'AQ' } }),
  },
  'an order refused at CAPTURE_PAYMENT': {
    ends: 'REJECTED',
    prepare: (world) => world.refuse('CapturePayment', conflict('no')),
  },
  'an order refused at CONFIRM_RESERVATION': {
    ends: 'REJECTED',
    prepare: (world) => world.refuse('ConfirmReservation', conflict('no')),
  },
  'a cancellation': { ends: 'CANCELLED', cancelled: true },
};

/** Handles one client's request, in a process that may crash. */
async function handle(deps: Dependencies, world: World, { cancelled }: Scenario, command: PlaceOrder) {
  // A cancellation begins with an order that another process has confirmed.
  const placed = await placeOrder(cancelled ? world.deps : deps, command);
  if (!cancelled) return placed.order;
  const who = identity(command.customer.id);
  return cancelOrder(deps, { id: placed.order.id, reason: null, identity: who });
}

function commandOf({ order }: Scenario): PlaceOrder {
  const command = buildPlaceOrder({ customer: { id: newUuid(), roles: ['CUSTOMER'] } });
  return { ...command, ...order?.(command) };
}

describe.each(Object.entries(SCENARIOS))('%s', (_name, scenario) => {
  test('ends as it should wherever a process crashes', async () => {
    await using world = await testWorld();
    scenario.prepare?.(world);
    const before = { ...world.books };
    const after = scenario.ends === 'CONFIRMED' ? SOLD : before;
    const clean = crashing(world.deps, null);
    expect(await handle(clean.deps, world, scenario, commandOf(scenario))).toMatchObject({
      status: scenario.ends,
    });
    expect(clean.moments.length).toBeGreaterThan(4);
    expect(world.books).toEqual(after);

    for (const [n, moment] of clean.moments.entries()) {
      // Each round starts with the same books.
      Object.assign(world.books, before);
      const command = commandOf(scenario);
      const { deps } = crashing(world.deps, n);
      const crash = await handle(deps, world, scenario, command).catch((error: unknown) => error);
      expect(crash, moment).toBeInstanceOf(Crash);

      const orders = () => world.deps.orders.find({ customerId: command.customer.id }).toArray();
      world.now += LEASE + RECOVERY_INTERVAL;
      // The process that takes over crashes too, at one moment or another.
      await takeOver(crashing(world.deps, n % 9).deps, null, world.now + RECOVERY_TIMEOUT).catch(
        (error: unknown) => expect(error).toBeInstanceOf(Crash),
      );
      world.now += LEASE + RECOVERY_INTERVAL;
      for (const { _id } of await orders()) {
        await takeOver(world.deps, null, world.now + RECOVERY_TIMEOUT);
        expect(isUnfinished((await findOrders(world.deps.orders, [_id]))[0]!), moment).toBe(false);
      }
      // The client repeats its request, because it got no answer.
      const again = await handle(world.deps, world, scenario, command);
      expect(again.status, moment).toBe(scenario.ends);
      const [order, ...others] = await orders();
      expect(others, moment).toEqual([]);
      expect(historyOf(order!), moment).toEqual(
        order!.history.map(({ status, at }) => ({ status, time: at.toISOString() })),
      );
      expect(world.books, moment).toEqual(after);
    }
  });
});

test('another process takes over within 15 seconds', () => {
  // At worst a full lease, one interval of the recovery loop, and one round that it is busy with another
  // order.
  expect(LEASE + RECOVERY_INTERVAL + RECOVERY_TIMEOUT).toBeLessThanOrEqual(TAKEN_OVER);
});
