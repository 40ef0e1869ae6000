import { newUuid } from '@holdfast/kit-base/ids';
import type { Money } from '@holdfast/kit-values/money';
import { expect, test } from 'vitest';
import { decideWithin } from '../../src/payments/decideBatch.ts';
import { insertBlocked } from '../../src/payments/queries/insertBlocked.ts';
import { readPaymentOfOrder } from '../../src/payments/readPayment.ts';
import { verifyBooks } from '../../src/verification/verifyBooks.ts';
import { topUp } from '../../src/wallets/topUp.ts';
import { buildAuthorization, buildTopUp, createUserWith, usd } from '../builders.ts';
import { AGREE, balances, movements, testBooks, untilWaiting } from '../support/books.ts';
import { authorize, capture, refund, voidPayment } from '../support/commands.ts';
import { wideBooks } from '../support/racing.ts';

const conflict = (message: RegExp) => ({
  message: expect.stringMatching(message),
  extensions: { code: 'CONFLICT' },
});

test('the last cent can be held, and one more cannot', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const all = await authorize(dependencies, buildAuthorization({ userId, amount: usd(1000) }));
  expect(all.status).toBe('AUTHORIZED');
  const more = await authorize(dependencies, buildAuthorization({ userId, amount: usd(1) }));
  expect(more).toMatchObject({ status: 'DECLINED', declineCode: 'INSUFFICIENT_FUNDS' });
  expect(await balances(dependencies, userId)).toEqual([0, 1000]);
});

test('a repeated authorisation gets the same payment: held, captured or declined, even when there is money by now', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(100));
  const wanted = buildAuthorization({ userId, amount: usd(60) });
  const authorized = await authorize(dependencies, wanted);
  expect(await authorize(dependencies, wanted)).toEqual(authorized);
  const captured = await capture(dependencies, wanted.orderId);
  expect(await authorize(dependencies, wanted)).toEqual(captured);

  const tooMuch = { ...wanted, orderId: newUuid() };
  const declined = await authorize(dependencies, tooMuch);
  await topUp(dependencies, buildTopUp({ userId, amount: usd(1000), idempotencyKey: 'more' }));
  expect(declined.status).toBe('DECLINED');
  expect(await authorize(dependencies, tooMuch)).toEqual(declined);
});

test('another amount, currency or user for the same order is CONFLICT', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const other = await createUserWith(dependencies, usd(1000));
  const wanted = buildAuthorization({ userId, amount: usd(60) });
  await authorize(dependencies, wanted);
  const euros: Money = { minor: 60n, currency: 'EUR' };
  for (const changed of [{ amount: usd(61) }, { amount: euros }, { userId: other }]) {
    await expect(authorize(dependencies, { ...wanted, ...changed })).rejects.toMatchObject(
      conflict(/another (amount|user)/),
    );
  }
  expect(await movements(dependencies)).toEqual({ TOP_UP: 2, HOLD: 1 });
});

test('an order whose money went back cannot be authorised again', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const voided = buildAuthorization({ userId, amount: usd(60) });
  await authorize(dependencies, voided);
  await voidPayment(dependencies, voided.orderId);
  await expect(authorize(dependencies, voided)).rejects.toMatchObject(conflict(/VOIDED/));
  const refunded = { ...voided, orderId: newUuid() };
  await authorize(dependencies, refunded);
  await capture(dependencies, refunded.orderId);
  await refund(dependencies, refunded.orderId);
  await expect(authorize(dependencies, refunded)).rejects.toMatchObject(conflict(/REFUNDED/));
  expect(await balances(dependencies, userId)).toEqual([1000, 0]);
});

test('an authorisation that arrives after the void holds nothing', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = await createUserWith(dependencies, usd(1000));
  const wanted = buildAuthorization({ userId, amount: usd(60) });
  expect(await voidPayment(dependencies, wanted.orderId)).toBeNull();
  await expect(authorize(dependencies, wanted)).rejects.toMatchObject(
    conflict(/voided before it had a payment/),
  );
  expect(await voidPayment(dependencies, wanted.orderId)).toBeNull();
  expect(await readPaymentOfOrder(dependencies, wanted.orderId)).toBeNull();
  expect(await balances(dependencies, userId)).toEqual([1000, 0]);
});

test('an order that costs nothing goes through the same states, without a wallet and without a movement', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const wanted = buildAuthorization({ amount: usd(0) });
  const authorized = await authorize(dependencies, wanted);
  expect(authorized.status).toBe('AUTHORIZED');
  expect(await authorize(dependencies, wanted)).toEqual(authorized);
  expect((await capture(dependencies, wanted.orderId)).status).toBe('CAPTURED');
  expect((await refund(dependencies, wanted.orderId)).status).toBe('REFUNDED');
  expect(await movements(dependencies)).toEqual({});
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});

test('a void waits for an authorisation in progress and releases what it held', async () => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const { database } = dependencies;
  const userId = await createUserWith(dependencies, usd(1000));
  const wanted = buildAuthorization({ userId, amount: usd(60) });
  let voided: ReturnType<typeof voidPayment> | undefined;
  await database.transaction(async (tx) => {
    await decideWithin(tx, dependencies, [{ ...wanted, kind: 'AUTHORIZE' }]);
    voided = voidPayment(dependencies, wanted.orderId);
    await untilWaiting(database, 1);
  });
  expect(await voided).toMatchObject({ status: 'VOIDED' });
  expect(await balances(dependencies, userId)).toEqual([1000, 0]);
});

test('an authorisation that waited for a void in progress rolls its hold back', async () => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const { database, newId, clock } = dependencies;
  const userId = await createUserWith(dependencies, usd(1000));
  const wanted = buildAuthorization({ userId, amount: usd(60) });
  let refused: Promise<void> | undefined;
  await database.transaction(async (tx) => {
    await insertBlocked(tx, wanted.orderId, { id: newId(), at: clock() });
    refused = expect(authorize(dependencies, wanted)).rejects.toMatchObject(conflict(/voided before/));
    await untilWaiting(database, 1);
  });
  await refused;
  expect(await balances(dependencies, userId)).toEqual([1000, 0]);
  expect(await verifyBooks(dependencies)).toEqual(AGREE);
});

test('an authorisation that waited for the wallet decides by the balance that it then finds', async () => {
  await using books = await wideBooks();
  const { dependencies } = books;
  const { database } = dependencies;
  const userId = await createUserWith(dependencies, usd(100));
  const first = buildAuthorization({ userId, amount: usd(60) });
  let second: ReturnType<typeof authorize> | undefined;
  await database.transaction(async (tx) => {
    await decideWithin(tx, dependencies, [{ ...first, kind: 'AUTHORIZE' }]);
    // It starts while all can see 100; 40 are left when it gets the row.
    second = authorize(dependencies, { ...first, orderId: newUuid() });
    await untilWaiting(database, 1);
  });
  expect(await second).toMatchObject({ status: 'DECLINED', declineCode: 'INSUFFICIENT_FUNDS' });
  expect(await balances(dependencies, userId)).toEqual([40, 60]);
});
