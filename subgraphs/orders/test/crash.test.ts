/**
 * A process that dies at any line: at each moment before and after it spoke with its database, a service or the carrier,
 * all of them, as they were seen in a run in which it lived. Another process goes on within 15 seconds, the books balance, and
 * the events of an order are its history.
 */
import { conflict } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { describe, expect, test } from 'vitest';
import { cancelOrder } from '../src/cancelOrder.ts';
import type { Dependencies } from '../src/dependencies.ts';
import type { OrderStatus } from '../src/domain/order.ts';
import { isUnfinished } from '../src/domain/saga.ts';
import { type PlaceOrder, placeOrder } from '../src/placeOrder.ts';
import { carryOn } from '../src/saga/carryOn.ts';
import { LEASE, RECOVERY_INTERVAL, RECOVERY_TIME } from '../src/saga/timing.ts';
import { findOrders } from '../src/store/findOrders.ts';
import { identity, SOLD } from './confirmedOrder.ts';
import { historyTold } from './events.ts';
import { Death, mortal } from './mortal.ts';
import { PRODUCT, testWorld, type World } from './world.ts';

/** Milliseconds until another process goes on, at the latest. */
const TAKEN_OVER = 15_000;

interface Scenario {
  readonly ends: OrderStatus;
  /** Makes the world so that the order comes to that end. */
  readonly prepare?: (world: World) => void;
  readonly order?: (order: PlaceOrder) => Partial<PlaceOrder>;
  /** Whether it is cancelled after it was confirmed, by a process that may die at that. */
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

/** What one client does, by a process that dies, or by none that does. */
async function live(deps: Dependencies, world: World, { cancelled }: Scenario, command: PlaceOrder) {
  // A cancellation begins with an order that another process has confirmed.
  const placed = await placeOrder(cancelled ? world.deps : deps, command);
  if (!cancelled) return placed.order;
  const who = identity(command.customer.id);
  return cancelOrder(deps, { id: placed.order.id, reason: null, identity: who });
}

function commandOf(world: World, { order }: Scenario): PlaceOrder {
  const command = world.order({ customer: { id: newUuid(), roles: ['CUSTOMER'] } });
  return { ...command, ...order?.(command) };
}

describe.each(Object.entries(SCENARIOS))('%s', (_name, scenario) => {
  test('comes to its end wherever a process dies', async () => {
    await using world = await testWorld();
    scenario.prepare?.(world);
    const before = { ...world.books };
    const after = scenario.ends === 'CONFIRMED' ? SOLD : before;
    const clean = mortal(world.deps, null);
    expect(await live(clean.deps, world, scenario, commandOf(world, scenario))).toMatchObject({
      status: scenario.ends,
    });
    expect(clean.moments.length).toBeGreaterThan(4);
    expect(world.books).toEqual(after);

    for (const [n, moment] of clean.moments.entries()) {
      // Each round begins with the same books.
      Object.assign(world.books, before);
      const command = commandOf(world, scenario);
      const { deps } = mortal(world.deps, n);
      const died = await live(deps, world, scenario, command).catch((error: unknown) => error);
      expect(died, moment).toBeInstanceOf(Death);

      const orders = () => world.deps.orders.find({ customerId: command.customer.id }).toArray();
      world.now += LEASE + RECOVERY_INTERVAL;
      // So does the one that goes on, at one moment or another.
      await carryOn(mortal(world.deps, n % 9).deps, null, world.now + RECOVERY_TIME).catch((error: unknown) =>
        expect(error).toBeInstanceOf(Death),
      );
      world.now += LEASE + RECOVERY_INTERVAL;
      for (const { _id } of await orders()) {
        await carryOn(world.deps, null, world.now + RECOVERY_TIME);
        expect(isUnfinished((await findOrders(world.deps.orders, [_id]))[0]!), moment).toBe(false);
      }
      // The client asks again, since it got no answer.
      const again = await live(world.deps, world, scenario, command);
      expect(again.status, moment).toBe(scenario.ends);
      const [order, ...others] = await orders();
      expect(others, moment).toEqual([]);
      expect(historyTold(order!), moment).toEqual(
        order!.history.map(({ status, at }) => ({ status, time: at.toISOString() })),
      );
      expect(world.books, moment).toEqual(after);
    }
  });
});

test('another process goes on within 15 seconds', () => {
  // The lease at its longest, a look at most later, and that look may be busy with one round of another order.
  expect(LEASE + RECOVERY_INTERVAL + RECOVERY_TIME).toBeLessThanOrEqual(TAKEN_OVER);
});
