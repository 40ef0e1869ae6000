import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { readEntries } from '../../src/wallets/queries/readEntries.ts';
import { topUp } from '../../src/wallets/topUp.ts';
import { buildTopUp, usd } from '../builders.ts';
import { movements, testBooks } from '../support/books.ts';
import { outboxEvents } from '../support/outbox.ts';

test('the first top-up creates the wallet, in its currency', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const userId = newUuid();
  const amount = { minor: 1234n, currency: 'EUR' } as const;
  const wallet = await topUp(dependencies, buildTopUp({ userId, amount }));
  expect(wallet).toEqual({ userId, currency: 'EUR', available: 1234n, held: 0n, sequence: 1n });
});

test('the same key and amount tops up once; another wallet may use the key', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const wanted = buildTopUp({ idempotencyKey: 'key' });
  const first = await topUp(dependencies, wanted);
  expect(await topUp(dependencies, wanted)).toEqual(first);
  const other = await topUp(dependencies, { ...wanted, userId: newUuid() });
  expect(other.available).toBe(500n);
  expect(await movements(dependencies)).toEqual({ TOP_UP: 2 });
});

test("another amount under the key, or a currency other than the wallet's, is CONFLICT", async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const wanted = buildTopUp({ idempotencyKey: 'key' });
  await topUp(dependencies, wanted);
  const refused = { extensions: { code: 'CONFLICT' } };
  await expect(topUp(dependencies, { ...wanted, amount: usd(501) })).rejects.toMatchObject(refused);
  const yen = { minor: 500n, currency: 'JPY' } as const;
  await expect(topUp(dependencies, { ...wanted, amount: yen })).rejects.toMatchObject(refused);
  await expect(
    topUp(dependencies, { ...wanted, amount: yen, idempotencyKey: 'other' }),
  ).rejects.toMatchObject({ ...refused, message: 'The wallet is in USD.' });
  expect(await movements(dependencies)).toEqual({ TOP_UP: 1 });
});

test('a top-up is published once, with its actor and the money before and after', async () => {
  await using books = await testBooks();
  const { dependencies } = books;
  const [userId, actor] = [newUuid(), newUuid()];
  await topUp(dependencies, buildTopUp({ userId }));
  const wanted = buildTopUp({ userId, amount: usd(250), idempotencyKey: 'key', actor });
  await topUp(dependencies, wanted);
  await topUp(dependencies, wanted);
  const money = (amount: string) => ({ available: { amount, currency: 'USD' } });
  expect((await outboxEvents(dependencies)).map(({ subject, data }) => [subject, data])).toMatchObject([
    [userId, { actor: 'payments', before: null, after: money('5.00') }],
    [userId, { actor, reference: 'key', before: money('5.00'), after: money('7.50') }],
  ]);
  const [entries] = await readEntries(dependencies.database, [{ userId, below: 9n, limit: 9 }]);
  expect(entries?.map((entry) => entry.actor)).toEqual([actor, 'payments']);
});
