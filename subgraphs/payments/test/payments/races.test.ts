/**
 * Concurrent commands. `checkThenWrite.test.ts` shows that the first race can fail: it runs the same race
 * with an authorisation that reads the wallet and then writes what it computed.
 */
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { verifyBooks } from '../../src/verification/verifyBooks.ts';
import { topUp } from '../../src/wallets/topUp.ts';
import { buildAuthorization, buildTopUp, createUserWith, usd } from '../builders.ts';
import { AGREE, balances, movements } from '../support/books.ts';
import { authorize, capture, refund, voidPayment } from '../support/commands.ts';
import { codesOf, raceForTheMoney, times, wideBooks } from '../support/racing.ts';

test('of 64 concurrent orders, with money for 10, exactly 10 are authorised', async () => {
  await using books = await wideBooks();
  const { userId, outcomes } = await raceForTheMoney(books.dependencies, authorize);
  expect(outcomes).toEqual({ AUTHORIZED: 10, DECLINED: 54 });
  expect(await balances(books.dependencies, userId)).toEqual([99, 1000]);
  expect(await verifyBooks(books.dependencies)).toEqual(AGREE);
});

test('an order authorised 32 times concurrently is held once, and all get the same payment', async () => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const wanted = buildAuthorization({ userId, amount: usd(100) });
  const payments = await Promise.all(times(32, () => authorize(dependencies, wanted)));
  expect(new Set(payments.map(({ id }) => id)).size).toBe(1);
  expect(payments.every(({ status }) => status === 'AUTHORIZED')).toBe(true);
  expect(await balances(dependencies, userId)).toEqual([900, 100]);
  expect(await movements(dependencies)).toEqual({ TOP_UP: 1, HOLD: 1 });
});

test('an order authorised for 16 users concurrently belongs to one of them', async () => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const users = await Promise.all(times(16, () => createUserWith(dependencies, usd(1000))));
  const orderId = newUuid();
  const codes = await codesOf(
    users.map((userId) => authorize(dependencies, { orderId, userId, amount: usd(1) })),
  );
  expect(codes).toEqual({ done: 1, CONFLICT: 15 });
  expect(await movements(dependencies)).toEqual({ TOP_UP: 16, HOLD: 1 });
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});

test('of concurrent captures and voids exactly one kind wins, 20 times', async () => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(10_000));
  for (let round = 0; round < 20; round++) {
    const orderId = newUuid();
    await authorize(dependencies, { orderId, userId, amount: usd(100) });
    const codes = await codesOf([
      ...times(4, () => capture(dependencies, orderId)),
      ...times(4, () => voidPayment(dependencies, orderId)),
    ]);
    expect(codes).toEqual({ done: 4, CONFLICT: 4 });
  }
  const { CAPTURE = 0, VOID = 0 } = await movements(dependencies);
  expect(CAPTURE + VOID).toBe(20);
  expect(await balances(dependencies, userId)).toEqual([10_000 - CAPTURE * 100, 0]);
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});

test('32 concurrent refunds give the money back once', async () => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const orderId = newUuid();
  await authorize(dependencies, { orderId, userId, amount: usd(100) });
  await capture(dependencies, orderId);
  const payments = await Promise.all(times(32, () => refund(dependencies, orderId)));
  expect(new Set(payments.map((payment) => JSON.stringify(payment, text))).size).toBe(1);
  expect(await balances(dependencies, userId)).toEqual([1000, 0]);
  expect((await movements(dependencies))['REFUND']).toBe(1);
});

test('32 concurrent top-ups of a new wallet with one key put the money in once', async () => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const userId = newUuid();
  const wanted = buildTopUp({ userId, amount: usd(100), idempotencyKey: 'once' });
  await Promise.all(times(32, () => topUp(dependencies, wanted)));
  expect(await balances(dependencies, userId)).toEqual([100, 0]);
  await Promise.all(times(32, (n) => topUp(dependencies, { ...wanted, idempotencyKey: `key ${n}` })));
  expect(await balances(dependencies, userId)).toEqual([3300, 0]);
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});

test('of concurrent authorisations and voids, whichever is first, nothing stays held', async () => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  for (let round = 0; round < 20; round++) {
    const wanted = buildAuthorization({ userId, amount: usd(100) });
    const codes = await codesOf([
      ...times(4, () => voidPayment(dependencies, wanted.orderId)),
      ...times(4, () => authorize(dependencies, wanted)),
    ]);
    expect(Object.keys(codes).filter((code) => code !== 'done' && code !== 'CONFLICT')).toEqual([]);
    expect(await balances(dependencies, userId)).toEqual([1000, 0]);
  }
});

function text(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
