/**
 * Tests that the changes of orders and accounts are published in order, and that no event stays in an
 * outbox: of a shop on either bus.
 */
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { type Event, type EventType, typeOf } from '@holdfast/kit-events/event';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Client, orderOf, PLACE_ORDER, type Shop } from './shop.ts';

const SOON = { timeout: 30_000 };
const EMAIL = 'alice@events.test';
const REGISTER =
  'mutation ($input: RegisterInput!) { register(input: $input) { accessToken user { id email } } }';
const FORGOT = 'mutation ($email: String!) { requestPasswordReset(email: $email) }';
const RESET =
  'mutation ($token: String!) { resetPassword(token: $token, newPassword: "another horse entirely") { user { id } } }';
const CANCEL = 'mutation ($id: ID!) { cancelOrder(id: $id, reason: "changed my mind") { status } }';
const MOVE =
  'mutation ($id: ID!, $status: OrderStatus!) { updateOrderStatus(id: $id, status: $status) { status } }';
const HISTORY = 'query ($id: ID!) { order(id: $id) { history { status at } } }';

const TYPES = [
  ...(['UserRegistered', 'EmailVerificationRequested', 'PasswordResetRequested'] as const),
  ...(['OrderPlaced', 'OrderConfirmed', 'OrderRejected', 'OrderCancelled'] as const),
  ...(['OrderShipped', 'OrderDelivered', 'OrderChanged'] as const),
] satisfies EventType[];

/** Collects the events about orders and accounts from now on, each event once, by subject. */
async function listenTo(url: string) {
  const retry = { random: Math.random };
  const bus = await connectBus({ url, name: 'tests', log: silentLog, newId: newUuid, retry });
  const seen = new Map<string, Event>();
  const handle = async (event: Event) => void (seen.has(event.id) || seen.set(event.id, event));
  await bus.subscribe({ consumer: 'tests', types: TYPES, handle });
  const of = (subject: string) => [...seen.values()].filter((event) => event.subject === subject);
  return { of, end: () => bus.stop() };
}

/** @param running returns the running shop, and the URL of its bus. */
export function testOrderEvents(running: () => { readonly shop: Shop; readonly url: string }): void {
  let shop: Shop;
  let staff: Client;
  let listener: Awaited<ReturnType<typeof listenTo>>;
  beforeAll(async () => {
    const { url, ...more } = running();
    ({ shop } = more);
    listener = await listenTo(url);
    staff = await shop.customer('0.00', { roles: ['STAFF'] });
  });
  afterAll(() => listener?.end());

  /** Returns the events of an order, without those that only subscriptions use. */
  const published = (id: string) =>
    listener.of(id).flatMap((event) => {
      const type = typeOf(event);
      return type === 'OrderChanged' ? [] : [[type, event.time]];
    });

  /** Returns the events that the order's history implies. */
  async function history(customer: Client, id: string) {
    const { data } = await customer.query(HISTORY, { id });
    return data.order.history.map(({ status, at }: { status: string; at: string }) => [
      status === 'PENDING' ? 'OrderPlaced' : `Order${status[0]}${status.slice(1).toLowerCase()}`,
      at,
    ]);
  }

  async function place(customer: Client, product: string, quantity = 1): Promise<string> {
    const { data } = await customer.query(PLACE_ORDER, orderOf(product, quantity));
    return data.placeOrder.order.id;
  }

  test('publishes each order from its beginning to its end', async () => {
    const customer = await shop.customer();
    const product = await shop.product(50);
    const ids = await Promise.all(Array.from({ length: 8 }, () => place(customer, product)));
    const [delivered = '', cancelled = ''] = ids;
    const refused = await place(customer, product, 99);
    for (const status of ['SHIPPED', 'DELIVERED']) await staff.query(MOVE, { id: delivered, status });
    await customer.query(CANCEL, { id: cancelled });

    for (const id of [...ids, refused]) {
      await expect.poll(() => published(id), SOON).toEqual(await history(customer, id));
    }
    expect(published(delivered).map(([type]) => type)).toEqual([
      ...['OrderPlaced', 'OrderConfirmed', 'OrderShipped', 'OrderDelivered'],
    ]);
    expect(
      published(cancelled)
        .map(([type]) => type)
        .at(-1),
    ).toBe('OrderCancelled');
    expect(published(refused).map(([type]) => type)).toEqual(['OrderPlaced', 'OrderRejected']);

    const [placed] = listener.of(delivered);
    const email = `${customer.userId}@test.test`;
    expect(placed?.data).toMatchObject({
      customer: { id: customer.userId, email, name: 'Test Customer' },
      lines: [{ productId: product, quantity: 1 }],
      total: { amount: '10.00', currency: 'USD' },
    });
    // The last event is for subscriptions: it reports that something changed.
    await expect
      .poll(() => listener.of(delivered).at(-1), SOON)
      .toMatchObject({ type: 'holdfast.OrderChanged.v1', data: { status: 'DELIVERED' } });
    const orders = shop.orders.db.collection('orders');
    await expect.poll(() => orders.countDocuments({ 'outbox.id': { $gte: '' } }), SOON).toBe(0);
  });

  test('publishes tokens for mails, and stores none of them', async () => {
    const input = { email: EMAIL, password: 'correct horse battery', name: 'Alice' };
    const { id } = (await shop.query(REGISTER, { input })).data.register.user;
    await shop.query(FORGOT, { email: EMAIL });
    const types = () => listener.of(id).map(typeOf);
    await expect
      .poll(types, SOON)
      .toEqual([...['UserRegistered', 'EmailVerificationRequested', 'PasswordResetRequested']]);
    const users = shop.users.db.collection<{ _id: string; outbox: unknown[] }>('users');
    await expect.poll(async () => (await users.findOne({ _id: id }))?.outbox, SOON).toEqual([]);
    const tokens = listener.of(id).flatMap((event) => ('token' in event.data ? [event.data.token] : []));
    expect(tokens).toHaveLength(2);
    const document = JSON.stringify(await users.findOne({ _id: id }));
    for (const token of tokens) expect(document).not.toContain(token);
    const reset = await shop.query(RESET, { token: tokens[1] });
    expect(reset.data.resetPassword.user).toEqual({ id });
  });
}
