/**
 * Orders whose reservation expires midway, with the real inventory; the other services are the fakes of the
 * orders tests.
 */
import { testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { IDENTITY_HEADER } from '@holdfast/kit-base/identity';
import { silentLog } from '@holdfast/kit-base/log';
import { createServiceClient, type ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { expect, test } from 'vitest';
import { expireDueReservations } from '../../subgraphs/inventory/src/reservations/expiry/expireDueReservations.ts';
import { findReservations } from '../../subgraphs/inventory/src/reservations/queries/findReservations.ts';
import { createInventory } from '../../subgraphs/inventory/src/server.ts';
import { receiveStock } from '../../subgraphs/inventory/src/stock/receiveStock.ts';
import { verifyStock } from '../../subgraphs/inventory/src/verification/verifyStock.ts';
import { testInventory } from '../../subgraphs/inventory/test/support/inventory.ts';
import { placeOrder } from '../../subgraphs/orders/src/checkout/placeOrder.ts';
import type { Dependencies } from '../../subgraphs/orders/src/context.ts';
import { buildPlaceOrder, PRODUCT } from '../../subgraphs/orders/test/builders.ts';
import { testWorld } from '../../subgraphs/orders/test/support/world.ts';

const UNITS = 3;
/** Seconds that a hold lasts. */
const HOLD = 900;

/** @param left seconds that the hold lasts from the moment of the order, by the clock of orders. */
async function setUp({ left = 10 } = {}) {
  await using stack = new AsyncDisposableStack();
  const inventory = stack.use(await testInventory());
  const world = stack.use(await testWorld());
  world.now = inventory.deps.clock().getTime() + (HOLD - left) * 1_000;
  const warehouseId = await inventory.addWarehouse('BER');
  const stock = { productId: PRODUCT, warehouseId, quantity: UNITS, reason: null, actor: 'test' };
  await receiveStock(inventory.deps, stock);
  const identities = testIdentities(() => new Date());
  const options = { ...inventory.deps, verifyIdentity: identities.verify, log: silentLog };
  const { url } = stack.use(await testClient(await createInventory(options), identities));
  const sign = async (user: Parameters<typeof identities.headers>[0]['user']) =>
    (await identities.headers({ service: 'orders', user }))[IDENTITY_HEADER] ?? '';
  const client = createServiceClient('inventory', `${url}/graphql`, { sign });
  stack.defer(() => client.end());

  /** Returns dependencies that let the reservation expire before this call of the saga. */
  function deps(operation: string, meanwhile: () => Promise<unknown> = async () => {}): Dependencies {
    let passed = false;
    const expiring: ServiceClient = {
      ...client,
      async call(document, variables, { user }) {
        const [definition] = document.definitions;
        const name = definition && 'name' in definition ? definition.name?.value : undefined;
        if (name === operation && !passed) {
          passed = true;
          inventory.advance(3_600);
          await expireDueReservations(inventory.deps);
          await meanwhile();
        }
        return client.call(document, variables, { user, timeout: 10_000 });
      },
    };
    return { ...world.deps, services: { ...world.deps.services, inventory: expiring } };
  }

  const owned = stack.move();
  return { inventory, world, deps, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test.each(['RenewReservation', 'ConfirmReservation'])(
  'an order whose reservation expired before %s is CONFIRMED when the units are still available',
  async (operation) => {
    await using shop = await setUp();
    const { order } = await placeOrder(shop.deps(operation), buildPlaceOrder());
    expect(order.status).toBe('CONFIRMED');
    expect(await shop.inventory.stockOf(PRODUCT)).toEqual({ onHand: UNITS - 2, reserved: 0 });
    expect(await verifyStock(shop.inventory.deps.database)).toEqual([]);
  },
);

test.each(['RenewReservation', 'ConfirmReservation'])(
  'an order whose units were sold before %s is REJECTED, and its money is released',
  async (operation) => {
    await using shop = await setUp();
    const deps = shop.deps(operation, () => shop.inventory.reserve({ [PRODUCT]: 2 }));
    const { order } = await placeOrder(deps, buildPlaceOrder());
    expect(order).toMatchObject({
      status: 'REJECTED',
      rejection: { code: 'OUT_OF_STOCK', shortages: [{ productId: PRODUCT, requested: 2, available: 1 }] },
      saga: { status: 'COMPENSATED' },
    });
    expect(await shop.inventory.stockOf(PRODUCT)).toEqual({ onHand: UNITS, reserved: 2 });
    expect(shop.world.books).toMatchObject({ wallet: 1000, authorized: 0, captured: 0 });
    expect(await verifyStock(shop.inventory.deps.database)).toEqual([]);
  },
);

test.each([
  ['soon', 10, 1],
  ['late', 60, 0],
])('paying extends a reservation once, if it ends soon: %s', async (_, left, extended) => {
  await using shop = await setUp({ left });
  const { order } = await placeOrder(shop.deps('none'), buildPlaceOrder());
  const [reservation] = await findReservations(shop.inventory.deps.database, [order.reservationId ?? '']);
  const { rows } = await shop.inventory.deps.database.query(
    'select 1 from reservations where renewed_at is not null',
  );
  expect(rows).toHaveLength(extended);
  expect(reservation?.status).toBe('CONFIRMED');
});
