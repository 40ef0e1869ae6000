/** Inventory and payments publish an order's changes in order, and no event stays in an outbox. */

import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { type Event, readEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { orderOf, PLACE_ORDER } from '../shop.ts';
import { shop } from './shop.ts';

const SOON = { timeout: 30_000 };
const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id) { status } }';

/** Collects what is published from now on. */
async function listening() {
  const url = shop.holdfast.databases.eventsUrl;
  const retry = { random: Math.random };
  const bus = await connectBus({ url, name: 'tests', log: silentLog, newId: newUuid, retry });
  const events: Event[] = [];
  await bus.listen({
    types: [
      'StockChanged',
      'StockReserved',
      'PaymentAuthorized',
      'PaymentCaptured',
      'PaymentRefunded',
      'PaymentDeclined',
    ],
    onEvent: (event) => events.push(readEvent(event)),
  });
  return { events, [Symbol.asyncDispose]: () => bus.stop() };
}

async function unpublished(): Promise<number> {
  const counts = [shop.inventory, shop.payments].map(async (database) => {
    const { rows } = await database.query<{ count: number }>('select count(*)::int as count from outbox');
    return rows[0]?.count ?? 0;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count);
}

test('events of an order that is confirmed and cancelled, and of one that is declined', async () => {
  // The events of earlier tests are not heard.
  await expect.poll(unpublished, SOON).toBe(0);
  await using bus = await listening();
  const customer = await shop.customer('25.00');
  const product = await shop.product(7);
  const placed = await customer.query(PLACE_ORDER, orderOf(product, 2));
  const { id, status } = placed.data.placeOrder.order;
  expect(status).toBe('CONFIRMED');
  expect((await customer.query(CANCEL, { id })).data.cancelOrder.status).toBe('CANCELLED');
  const declined = await customer.query(PLACE_ORDER, orderOf(product, 3));
  expect(declined.data.placeOrder.order.status).toBe('REJECTED');

  const changes = () =>
    bus.events.flatMap((event) =>
      event.type === 'holdfast.StockChanged.v1' && event.subject === product ? [event.data] : [],
    );
  // Received, held, sold, returned, held, released.
  await expect.poll(() => changes().map(({ available }) => available), SOON).toEqual([7, 5, 5, 7, 4, 7]);
  expect(changes().map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
  const reserved = bus.events.flatMap((event) =>
    event.type === 'holdfast.StockReserved.v1' ? [event.data.reference] : [],
  );
  expect(reserved).toEqual([id, declined.data.placeOrder.order.id]);
  const paid = () =>
    bus.events.flatMap((event) =>
      event.source === '/payments' ? [event.type.slice('holdfast.Payment'.length, -'.v1'.length)] : [],
    );
  await expect.poll(paid, SOON).toEqual(['Authorized', 'Captured', 'Refunded', 'Declined']);
  await expect.poll(unpublished, SOON).toBe(0);
});
