/** Every state of a payment is published once, in the transaction that writes it. */
import { newUuid } from '@holdfast/kit-base/ids';
import { inScope } from '@holdfast/kit-base/scope';
import { NO_SPAN } from '@holdfast/kit-base/span';
import { setTracer } from '@holdfast/kit-base/trace';
import { CURRENCIES, formatMoney } from '@holdfast/kit-values/money';
import { expect, test } from 'vitest';
import { buildAuthorization, createUserWith, usd } from './builders.ts';
import { testBooks } from './support/books.ts';
import { authorize, capture, refund, voidPayment } from './support/commands.ts';
import { expectEventsOfPayments, paymentEvents, statesOf } from './support/outbox.ts';
import { providerBooks } from './support/providerBooks.ts';

const traceparentOf = (digit: string) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`;

const inTrace = <T>(digit: string, work: () => T): T =>
  inScope({ requestId: null, span: { ...NO_SPAN, traceparent: traceparentOf(digit) } }, work);

test('a payment is published from its hold to its refund, and a command without effect is not', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const orderId = newUuid();
  const order = { orderId, userId, amount: usd(305) };
  const { id } = await authorize(dependencies, order);
  await authorize(dependencies, order);
  await expect(refund(dependencies, orderId)).rejects.toThrow('AUTHORIZED');
  const { updatedAt } = await capture(dependencies, orderId);
  await capture(dependencies, orderId);
  await expect(voidPayment(dependencies, orderId)).rejects.toThrow('CAPTURED');
  await refund(dependencies, orderId);
  await refund(dependencies, orderId);
  const events = await paymentEvents(dependencies);
  expect(statesOf(events)).toEqual(['AUTHORIZED', 'CAPTURED', 'REFUNDED']);
  expect(events[1]).toEqual({
    specversion: '1.0',
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
    source: '/payments',
    type: 'holdfast.PaymentCaptured.v1',
    subject: id,
    time: updatedAt.toISOString(),
    datacontenttype: 'application/json',
    dataschema: 'https://holdfast.example/schema/events/PaymentCaptured.v1.json',
    data: { paymentId: id, orderId, userId, amount: { amount: '3.05', currency: 'USD' } },
  });
  await expectEventsOfPayments(dependencies);
});

test('a decline is published with its code, a void once, and an order without a payment not at all', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(100));
  const order = (minor: number) => buildAuthorization({ userId, amount: usd(minor) });
  const [tooMuch, free] = [order(101), order(0)];
  await authorize(dependencies, tooMuch);
  await authorize(dependencies, tooMuch);
  await voidPayment(dependencies, tooMuch.orderId);
  await authorize(dependencies, free);
  await voidPayment(dependencies, free.orderId);
  await voidPayment(dependencies, free.orderId);
  const late = order(1);
  await voidPayment(dependencies, late.orderId);
  await expect(authorize(dependencies, late)).rejects.toThrow('voided before');
  const events = await paymentEvents(dependencies);
  expect(statesOf(events)).toEqual(['DECLINED', 'AUTHORIZED', 'VOIDED']);
  expect(events[0]?.data).toMatchObject({ declineCode: 'INSUFFICIENT_FUNDS' });
  await expectEventsOfPayments(dependencies);
});

test('of 16 concurrent captures and voids, only the effective one is published', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const orderId = newUuid();
  await authorize(dependencies, { orderId, userId, amount: usd(300) });
  const commands = Array.from({ length: 16 }, (_, n) => (n % 2 === 0 ? capture : voidPayment));
  await Promise.allSettled(commands.map((command) => command(dependencies, orderId)));
  expect(statesOf(await paymentEvents(dependencies))).toHaveLength(2);
  await expectEventsOfPayments(dependencies);
});

test('money in each currency is written as the API writes it', async () => {
  await using books = await testBooks();
  const { database } = books.dependencies;
  const written = CURRENCIES.flatMap((currency) =>
    [0n, 1n, 99n, 100n, 12_345n, 9_007_199_254_740_993n].map((minor) => ({ minor, currency })),
  );
  const { rows } = await database.query<{ money: object }>(
    'select money_text(minor, currency) as money from unnest($1::bigint[], $2::text[]) as said (minor, currency)',
    [written.map(({ minor }) => String(minor)), written.map(({ currency }) => currency)],
  );
  expect(rows.map(({ money }) => money)).toEqual(written.map(formatMoney));
});

test('a provider’s payment is published when the answer or the event reports it', async () => {
  await using shop = await providerBooks();
  const { fake, provider, books } = shop;
  const order = buildAuthorization();
  fake.next.authorize = ['LOSE'];
  await expect(provider.authorize(order)).rejects.toThrow();
  expect(await paymentEvents(books.dependencies), 'not known yet').toEqual([]);
  await provider.authorize(order);
  fake.apply('capture', order.orderId);
  fake.apply('refund', order.orderId);
  // The refund is reported first: a refunded payment was captured.
  for (const event of fake.events.toReversed()) expect(await fake.deliver(event)).toBe(204);
  expect(statesOf(await paymentEvents(books.dependencies))).toEqual(['AUTHORIZED', 'CAPTURED', 'REFUNDED']);
  await shop.expectAgreement();
});

test('a decline for a reason of the provider is published as such', async () => {
  await using shop = await providerBooks();
  shop.fake.declineWith = 'do_not_honour';
  await shop.provider.authorize(buildAuthorization());
  expect(await paymentEvents(shop.books.dependencies)).toMatchObject([
    { type: 'holdfast.PaymentDeclined.v1', data: { declineCode: 'DECLINED_BY_PROVIDER' } },
  ]);
});

test('each event has the trace of its command', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const order = buildAuthorization({ userId, amount: usd(305) });
  const declined = buildAuthorization({ userId, amount: usd(5000) });
  setTracer({ start: () => NO_SPAN });
  await using _ = { [Symbol.asyncDispose]: async () => setTracer(null) };
  await inTrace('a', () => authorize(dependencies, order));
  await inTrace('b', () => capture(dependencies, order.orderId));
  await inTrace('c', () => refund(dependencies, order.orderId));
  await inTrace('d', () => authorize(dependencies, declined));
  expect((await paymentEvents(dependencies)).map(({ traceparent }) => traceparent)).toEqual(
    ['a', 'b', 'c', 'd'].map(traceparentOf),
  );
});
