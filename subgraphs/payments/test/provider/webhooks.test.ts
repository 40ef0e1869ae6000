/** The provider's events: once, twice, in any order, late, alongside the answer, and from another sender. */
import { codeOf } from '@holdfast/kit-base/errors';
import { expect, test, vi } from 'vitest';
import { sign } from '../../src/provider/signature.ts';
import { buildAuthorization, usd } from '../builders.ts';
import { movements } from '../support/books.ts';
import type { FakeEvent } from '../support/fakeProvider.ts';
import { type ProviderBooks, providerBooks } from '../support/providerBooks.ts';

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, n) => permutations(items.toSpliced(n, 1)).map((others) => [item, ...others]));
}

const ORDERS_OF_THREE = permutations([0, 1, 2]);
const ORDERS_OF_TWO = permutations([0, 1]);

/** Returns an order whose authorisation reached the provider and whose answer was lost. */
async function lostAuthorization({ fake, provider }: ProviderBooks, amount = usd(6_050)) {
  const order = buildAuthorization({ amount });
  fake.next.authorize = ['LOSE'];
  await expect(provider.authorize(order)).rejects.toThrow();
  return order;
}

test.each(ORDERS_OF_THREE)(
  'the whole life of a payment, reported by events in the order %d %d %d, each twice',
  async (...turns) => {
    await using shop = await providerBooks();
    const { fake } = shop;
    const { orderId } = await lostAuthorization(shop);
    fake.apply('capture', orderId);
    fake.apply('refund', orderId);
    for (const turn of turns) {
      expect(await fake.deliver(fake.events[turn]!)).toBe(204);
      expect(await fake.deliver(fake.events[turn]!)).toBe(204);
    }
    expect((await shop.recorded(orderId)).status).toBe('REFUNDED');
    await shop.expectAgreement();
    expect(await movements(shop.books.dependencies)).toEqual({ CHARGE: 1, REPAY: 1 });
    const { rows } = await shop.books.dependencies.database.query('select from provider_events');
    expect(rows).toHaveLength(3);
  },
);

test.each(ORDERS_OF_TWO)('a hold and its end, reported in the order %d %d, each twice', async (...turns) => {
  await using shop = await providerBooks();
  const { fake } = shop;
  const { orderId } = await lostAuthorization(shop);
  fake.apply('void', orderId);
  for (const turn of [...turns, ...turns]) expect(await fake.deliver(fake.events[turn]!)).toBe(204);
  expect((await shop.recorded(orderId)).status).toBe('VOIDED');
  await shop.expectAgreement();
});

test('all events of one payment concurrently', async () => {
  await using shop = await providerBooks();
  const { fake } = shop;
  const { orderId } = await lostAuthorization(shop);
  fake.apply('capture', orderId);
  fake.apply('refund', orderId);
  const all = [...fake.events, ...fake.events, ...fake.events];
  expect(await Promise.all(all.map((event) => fake.deliver(event)))).toEqual(all.map(() => 204));
  await shop.expectAgreement();
});

test('a declined event settles a request', async () => {
  await using shop = await providerBooks();
  shop.fake.declineWith = 'insufficient_funds';
  const order = await lostAuthorization(shop);
  expect(await shop.fake.deliver(shop.fake.events[0]!)).toBe(204);
  expect(await shop.provider.authorize(order)).toMatchObject({
    status: 'DECLINED',
    declineCode: 'INSUFFICIENT_FUNDS',
  });
  expect(shop.fake.asked, 'the event has answered').toHaveLength(1);
  await shop.expectAgreement();
});

test('a hold that is made after its payment was voided is voided at the provider', async () => {
  await using shop = await providerBooks();
  const { fake, provider } = shop;
  const order = buildAuthorization();
  fake.next.authorize = ['LATER'];
  await expect(provider.authorize(order)).rejects.toThrow();
  expect((await provider.void(order.orderId))?.status).toBe('VOIDED');
  fake.doLater();
  expect(fake.total('authorized')).toBe(6_050);
  // Its void fails at first, so the event is refused and comes again.
  fake.next.void = ['REFUSE', 'LOSE'];
  const [event] = fake.events as [FakeEvent];
  expect(await fake.deliver(event)).toBe(503);
  expect(await shop.recorded(order.orderId)).toEqual({ status: 'VOIDED', asked: 'VOID' });
  expect(await fake.deliver(event)).toBe(503);
  expect(await fake.deliver(event)).toBe(204);
  expect(fake.total('authorized')).toBe(0);
  for (const each of fake.events) expect(await fake.deliver(each)).toBe(204);
  await shop.expectAgreement();
});

test('a hold whose answer arrives after its payment was voided is voided at the provider', async () => {
  await using shop = await providerBooks();
  const { fake, provider } = shop;
  const order = buildAuthorization();
  fake.next.authorize = ['SLOW'];
  const authorized = provider.authorize(order).catch(codeOf);
  await vi.waitUntil(() => fake.asked.length === 1);
  expect((await provider.void(order.orderId))?.status).toBe('VOIDED');
  fake.doLater();
  expect(await authorized, 'the caller must not take it for an approval').toBe('CONFLICT');
  expect(fake.total('authorized')).toBe(0);
  await shop.expectAgreement();
});

test.each(['EVENT_FIRST', 'EVENT_BESIDE'] as const)(
  'events along with answers (%s), for many orders concurrently',
  async (behaviour) => {
    await using shop = await providerBooks();
    const { fake, provider } = shop;
    fake.always = behaviour;
    await Promise.all(
      Array.from({ length: 24 }, async (_, n) => {
        const order = buildAuthorization({ amount: usd(100 + n) });
        expect((await provider.authorize(order)).status).toBe('AUTHORIZED');
        if (n % 3 === 0) expect((await provider.void(order.orderId))?.status).toBe('VOIDED');
        else expect((await provider.capture(order.orderId)).status).toBe('CAPTURED');
        if (n % 3 === 1) expect((await provider.refund(order.orderId)).status).toBe('REFUNDED');
      }),
    );
    expect(new Set(await fake.delivered())).toEqual(new Set([204]));
    expect(fake.done).toBe(24 * 2 + 8);
    await shop.expectAgreement();
  },
);

test.each<[string, Parameters<ProviderBooks['fake']['deliver']>[1], number]>([
  ['another secret', { secret: Buffer.alloc(32, 8) }, 401],
  ['a time of six minutes ago', { late: 360 }, 401],
  ['a time in six minutes', { late: -360 }, 401],
  ['a time of four minutes ago', { late: 240 }, 204],
  ['a body that is not JSON', { body: 'hello' }, 400],
  ['an empty body', { body: '' }, 400],
  ['no type', { body: '{}' }, 400],
  ['an unknown type', { body: '{"type":"payout.paid"}' }, 204],
  ['no data', { body: '{"type":"payment.captured"}' }, 400],
  ['data of another type', { body: buildBody({ status: 'refunded' }) }, 400],
  ['an invalid amount', { body: buildBody({ amount: '1e5' }) }, 400],
  ['an order of another shop', { body: buildBody({}) }, 204],
  ['an order that is not an id', { body: buildBody({ payment: { $gt: '' } }) }, 400],
  ['a body that is too large', { body: JSON.stringify({ type: 'x'.repeat(70_000) }) }, 413],
])('%s gets its status, and changes nothing', async (_, sent, status) => {
  await using shop = await providerBooks();
  const { orderId } = await lostAuthorization(shop);
  shop.fake.apply('capture', orderId);
  const before = await shop.recorded(orderId);
  expect(await shop.fake.deliver(shop.fake.events[1]!, sent)).toBe(status);
  if (status !== 204 || sent?.body) expect(await shop.recorded(orderId)).toEqual(before);
});

function buildBody(overrides: object): string {
  const payment = '01890a5d-ac96-774b-bcce-b302099a8057';
  const one = { payment, status: 'captured', amount: '60.50', currency: 'USD', ...overrides };
  return JSON.stringify({ type: 'payment.captured', data: one });
}

test('an event with another amount settles nothing', async () => {
  await using shop = await providerBooks();
  const { orderId } = await lostAuthorization(shop);
  const event = { id: 'evt_1', body: buildBody({ payment: orderId, amount: '0.01' }) };
  expect(await shop.fake.deliver({ ...event, type: '', data: {} }, event)).toBe(503);
  expect((await shop.recorded(orderId)).status).toBe('REQUESTED');
});

test('a body that was changed after it was signed is refused, and so is one without a signature', async () => {
  await using shop = await providerBooks();
  const { orderId } = await lostAuthorization(shop);
  const send = (headers: Record<string, string>) =>
    fetch(shop.fake.webhookUrl, { method: 'POST', headers, body: buildBody({ payment: orderId }) });
  const timestamp = String(Math.floor(shop.books.dependencies.clock().getTime() / 1000));
  const { secret } = shop.fake.settings;
  const other = sign(secret, { id: 'evt_1', timestamp, body: Buffer.from(buildBody({})) });
  const named = { 'webhook-id': 'evt_1', 'webhook-timestamp': timestamp };
  expect((await send({ ...named, 'webhook-signature': other })).status).toBe(401);
  expect((await send(named)).status).toBe(401);
  expect((await send({})).status).toBe(401);
  const right = sign(secret, { id: 'evt_1', timestamp, body: Buffer.from(buildBody({ payment: orderId })) });
  const renamed = { ...named, 'webhook-id': 'evt_2', 'webhook-signature': right };
  expect((await send(renamed)).status, 'the id is signed too').toBe(401);
  expect((await send({ ...named, 'webhook-signature': right })).status).toBe(204);
});

test('the example of the Standard Webhooks specification has the signature given there', () => {
  const secret = Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64');
  const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', timestamp: '1614265330' };
  expect(sign(secret, { ...message, body: Buffer.from('{"test": 2432232314}') })).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  );
});
