/** Commands that are decided together, in one transaction. */
import { newUuid } from '@holdfast/kit-base/ids';
import { inScope } from '@holdfast/kit-base/scope';
import { NO_SPAN } from '@holdfast/kit-base/span';
import { setTracer } from '@holdfast/kit-base/trace';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { decideBatch } from '../../src/payments/decideBatch.ts';
import type { Outcome, PaymentCommand } from '../../src/payments/domain/decideInTurn.ts';
import type { Authorization } from '../../src/payments/domain/payment.ts';
import { createWalletProvider } from '../../src/payments/walletProvider.ts';
import { verifyBooks } from '../../src/verification/verifyBooks.ts';
import { buildAuthorization, createUserWith, usd } from '../builders.ts';
import { AGREE, balances, movements, type TestBooks, testBooks } from '../support/books.ts';
import { authorize, capture } from '../support/commands.ts';
import { expectEventsOfPayments, paymentEvents } from '../support/outbox.ts';
import { codesOf, raceForTheMoney, times } from '../support/racing.ts';

const authorization = (wanted: Authorization): PaymentCommand => ({ ...wanted, kind: 'AUTHORIZE' });

/** Describes an outcome by the payment's status, or by its kind. */
const nameOf = (outcome: Outcome): string =>
  'payment' in outcome ? (outcome.payment?.status ?? 'null') : outcome.kind;

test('of 64 orders of one wallet in one batch, with money for 10, the first 10 are authorised', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1099));
  const orders = times(64, () => buildAuthorization({ userId, amount: usd(100) }));
  const outcomes = await decideBatch(dependencies, orders.map(authorization));
  expect(outcomes.map(nameOf)).toEqual([...times(10, () => 'AUTHORIZED'), ...times(54, () => 'DECLINED')]);
  expect(await balances(dependencies, userId)).toEqual([99, 1000]);
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
  await expectEventsOfPayments(dependencies);
});

test('a larger order that is declined leaves the money to a smaller one behind it', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(100));
  const commands = [60, 50, 40, 1].map((minor) =>
    authorization(buildAuthorization({ userId, amount: usd(minor) })),
  );
  const outcomes = await decideBatch(dependencies, commands);
  expect(outcomes.map(nameOf)).toEqual(['AUTHORIZED', 'DECLINED', 'AUTHORIZED', 'DECLINED']);
  expect(await balances(dependencies, userId)).toEqual([0, 100]);
});

test('the money that one command releases can be held by the next', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(100));
  const [first, second] = times(2, () => buildAuthorization({ userId, amount: usd(100) }));
  await authorize(dependencies, first!);
  const outcomes = await decideBatch(dependencies, [
    { kind: 'VOID', orderId: first!.orderId },
    authorization(second!),
  ]);
  expect(outcomes.map(nameOf)).toEqual(['VOIDED', 'AUTHORIZED']);
  expect(await balances(dependencies, userId)).toEqual([0, 100]);
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});

test('each command of a batch has the outcome that it has alone, whatever the others get', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const other = await createUserWith(dependencies, usd(1000));
  const order = (minor: number) => buildAuthorization({ userId, amount: usd(minor) });
  const [held, captured, repeated, free] = [order(10), order(20), order(30), order(0)];
  for (const wanted of [held, captured, repeated]) await authorize(dependencies, wanted);
  await capture(dependencies, captured.orderId);
  const [fresh, unknown] = [order(40), newUuid()];
  const cases: [PaymentCommand, string][] = [
    [{ kind: 'CAPTURE', orderId: held.orderId }, 'CAPTURED'],
    [{ kind: 'CAPTURE', orderId: newUuid() }, 'CONFLICT'],
    [{ kind: 'CAPTURE', orderId: captured.orderId }, 'CAPTURED'],
    [{ kind: 'VOID', orderId: captured.orderId }, 'CONFLICT'],
    [{ kind: 'REFUND', orderId: captured.orderId }, 'REFUNDED'],
    [authorization(repeated), 'AUTHORIZED'],
    [authorization({ ...repeated, amount: usd(31) }), 'CONFLICT'],
    [authorization({ ...repeated, userId: other }), 'CONFLICT'],
    [{ kind: 'VOID', orderId: unknown }, 'null'],
    [authorization({ ...fresh, orderId: unknown }), 'CONFLICT'],
    [authorization(buildAuthorization({ amount: usd(1) })), 'DECLINED'],
    [authorization({ ...order(1), amount: { minor: 1n, currency: 'EUR' } }), 'DECLINED'],
    [authorization(free), 'AUTHORIZED'],
    [authorization(fresh), 'AUTHORIZED'],
    [authorization(fresh), 'AUTHORIZED'],
  ];
  const outcomes = await decideBatch(
    dependencies,
    cases.map(([command]) => command),
  );
  expect(outcomes.map(nameOf)).toEqual(cases.map(([, expected]) => expected));
  expect(await balances(dependencies, userId)).toEqual([920, 70]);
  expect(await movements(dependencies)).toEqual({ TOP_UP: 2, HOLD: 4, CAPTURE: 2, REFUND: 1 });
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
  await expectEventsOfPayments(dependencies);
});

test('an order that goes through all its states in one batch is published with each', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(100));
  const wanted = buildAuthorization({ userId, amount: usd(100) });
  const { orderId } = wanted;
  const outcomes = await decideBatch(dependencies, [
    authorization(wanted),
    { kind: 'CAPTURE', orderId },
    { kind: 'REFUND', orderId },
    { kind: 'VOID', orderId },
  ]);
  expect(outcomes.map(nameOf)).toEqual(['AUTHORIZED', 'CAPTURED', 'REFUNDED', 'REFUNDED']);
  expect(await balances(dependencies, userId)).toEqual([100, 0]);
  await expectEventsOfPayments(dependencies);
});

test('commands that arrive at the same time are written by one transaction', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const { authorize, capture } = createWalletProvider(dependencies);
  const users = await Promise.all(times(32, () => createUserWith(dependencies, usd(100))));
  const orders = users.map((userId) => buildAuthorization({ userId, amount: usd(100) }));
  const writers = async () =>
    (await dependencies.database.query('select distinct xmin from payments')).rows.length;
  await Promise.all(orders.map(authorize));
  expect(await writers()).toBe(1);
  await Promise.all(orders.map(({ orderId }) => capture(orderId)));
  expect(await writers()).toBe(1);
  expect(await movements(dependencies)).toEqual({ TOP_UP: 32, HOLD: 32, CAPTURE: 32 });
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});

test('of 64 orders in two processes, with money for 10, exactly 10 are authorised', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const processes = times(2, () => createWalletProvider(dependencies));
  let next = 0;
  const { userId, outcomes } = await raceForTheMoney(dependencies, (_, wanted) =>
    processes[next++ % 2]!.authorize(wanted),
  );
  expect(outcomes).toEqual({ AUTHORIZED: 10, DECLINED: 54 });
  expect(await balances(dependencies, userId)).toEqual([99, 1000]);
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});

/** Decides batches in two processes at the same time, 30 times, and returns the number of deadlocks. */
async function deadlocksOf(
  { dependencies, url }: TestBooks,
  round: () => readonly [PaymentCommand[], PaymentCommand[]],
): Promise<bigint | undefined> {
  const database = await connectPostgres({ url, name: 'other', connections: 1 });
  await using _ = { [Symbol.asyncDispose]: () => database.end() };
  const other = { ...dependencies, database };
  for (const _ of times(30, () => null)) {
    const [first, second] = round();
    await Promise.all([decideBatch(dependencies, first), decideBatch(other, second)]);
  }
  const { rows } = await database.query<{ deadlocks: bigint }>(
    `select pg_stat_force_next_flush(), deadlocks from pg_stat_database where datname = current_database()`,
  );
  return rows[0]?.deadlocks;
}

test('orders that two processes authorise and capture in opposite orders never deadlock', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const users = await Promise.all(times(16, () => createUserWith(dependencies, usd(10_000))));
  let held: Authorization[] = [];
  const deadlocks = await deadlocksOf(books, () => {
    const captures = held.map(({ orderId }): PaymentCommand => ({ kind: 'CAPTURE', orderId }));
    held = users.map((userId) => buildAuthorization({ userId, amount: usd(1) }));
    const both = [...captures, ...held.map(authorization)];
    return [both, both.toReversed()];
  });
  expect(deadlocks).toBe(0n);
  expect(await movements(dependencies)).toEqual({ TOP_UP: 16, HOLD: 480, CAPTURE: 464 });
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});

test('orders without a wallet, so without its lock, never deadlock either', async () => {
  await using books = await testBooks();
  const deadlocks = await deadlocksOf(books, () => {
    const both = times(100, () => authorization(buildAuthorization({ amount: usd(1) })));
    return [both, both.toReversed()];
  });
  expect(deadlocks).toBe(0n);
});

test('an order that the database refuses fails alone', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const { authorize } = createWalletProvider(dependencies);
  const userId = await createUserWith(dependencies, usd(1000));
  const orders = times(4, () => buildAuthorization({ userId, amount: usd(100) }));
  const codes = await codesOf([
    ...orders.slice(0, 2).map(authorize),
    authorize({ ...buildAuthorization({ userId }), orderId: 'no id' }).catch(() => Promise.reject('refused')),
    ...orders.slice(2).map(authorize),
  ]);
  expect(codes).toEqual({ done: 4, refused: 1 });
  expect(await balances(dependencies, userId)).toEqual([600, 400]);
});

test('each event of a batch has the trace of its command', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const { authorize, capture } = createWalletProvider(dependencies);
  const userId = await createUserWith(dependencies, usd(1000));
  const traces = ['a', 'b', 'c'].map((digit) => `00-${digit.repeat(32)}-${digit.repeat(16)}-01`);
  setTracer({ start: () => NO_SPAN });
  await using _ = { [Symbol.asyncDispose]: async () => setTracer(null) };
  const inTrace = <T>(traceparent: string, work: () => T): T =>
    inScope({ requestId: null, span: { ...NO_SPAN, traceparent } }, work);
  const orders = traces.map((traceparent) => ({
    traceparent,
    wanted: buildAuthorization({ userId, amount: usd(10) }),
  }));
  await Promise.all(orders.map(({ traceparent, wanted }) => inTrace(traceparent, () => authorize(wanted))));
  await Promise.all(
    orders.map(({ traceparent, wanted }) => inTrace(traceparent, () => capture(wanted.orderId))),
  );
  const events = await paymentEvents(dependencies);
  expect(events).toHaveLength(6);
  for (const { traceparent, wanted } of orders) {
    const own = events.filter(({ data }) => 'orderId' in data && data.orderId === wanted.orderId);
    expect(own.map((event) => event.traceparent)).toEqual([traceparent, traceparent]);
  }
});
