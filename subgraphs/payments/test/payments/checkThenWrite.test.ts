/**
 * Shows that the race for the money fails on an authorisation that checks and then writes. All 64 are made to
 * read before any of them writes, so every run has the same outcome.
 */
import { barrier } from '@holdfast/dev/testing/barrier';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import type { Dependencies } from '../../src/ledger/dependencies.ts';
import type { Authorization, Payment } from '../../src/payments/domain/payment.ts';
import { verifyBooks } from '../../src/verification/verifyBooks.ts';
import { AGREE, balances } from '../support/books.ts';
import { raceForTheMoney, wideBooks } from '../support/racing.ts';

/** Does what `authorize` must not do: compares in JavaScript, and writes absolute numbers. */
function checkThenWrite(allHaveRead: () => Promise<void>) {
  return async (
    { database, newId, clock }: Dependencies,
    { orderId, userId, amount }: Authorization,
  ): Promise<Pick<Payment, 'status'>> => {
    const wallet = await readWallet(database, userId);
    await allHaveRead();
    if (wallet.available < amount.minor) return { status: 'DECLINED' };
    await database.query(
      `with wallet as (
         update wallets set available = $4, held = $5, sequence = $6 where user_id = $3
       ), payment as (
         insert into payments (id, order_id, user_id, amount, currency, status, created_at, updated_at)
         values ($7, $8, $3, $9, $10, 'AUTHORIZED', $2, $2)
       ), entry as (
         insert into transactions values ($1, $3, $6, 'HOLD', $9, $10, $8::uuid::text, $4, $5, $2)
       )
       insert into postings values ($1, 'AVAILABLE', -$9::bigint), ($1, 'HELD', $9)`,
      [
        newId(),
        clock(),
        userId,
        wallet.available - amount.minor,
        wallet.held + amount.minor,
        wallet.sequence + 1n,
        newId(),
        orderId,
        amount.minor,
        amount.currency,
      ],
    );
    return { status: 'AUTHORIZED' };
  };
}

interface WalletRow {
  available: bigint;
  held: bigint;
  sequence: bigint;
}

async function readWallet(database: Queryable, userId: string): Promise<WalletRow> {
  const { rows } = await database.query<WalletRow>('select * from wallets where user_id = $1', [userId]);
  return rows[0]!;
}

test('without the checks in the database, all 64 are authorised with money for 10', async () => {
  await using books = await wideBooks();
  const { database } = books.dependencies;
  const checks = [
    ['wallets', 'checked_changed'],
    ['transactions', 'checked_new'],
    ['postings', 'checked_new'],
    ['payments', 'checked_new'],
  ];
  for (const [table, trigger] of checks) {
    await database.query(`alter table ${table} disable trigger ${trigger}`).catch(() => {
      throw new Error(`${table} has no trigger to disable`);
    });
  }
  await database.query('alter table transactions drop constraint transactions_one_a_number');
  const { userId, outcomes } = await raceForTheMoney(books.dependencies, checkThenWrite(barrier(64)));
  expect(outcomes, 'the race has to notice').toEqual({ AUTHORIZED: 64 });
  expect(await balances(books.dependencies, userId)).toEqual([999, 100]);
  const { accounts } = await verifyBooks(books.dependencies);
  expect(accounts).toContainEqual(
    expect.objectContaining({ account: 'AVAILABLE', posted: 1099n - 6400n, expected: 999n }),
  );
});

test('with them, the database refuses all but one: no money is lost, and the race fails all the same', async () => {
  await using books = await wideBooks();
  const { userId, outcomes } = await raceForTheMoney(books.dependencies, checkThenWrite(barrier(64)));
  expect(outcomes).toEqual({ AUTHORIZED: 1, ERROR: 63 });
  expect(await balances(books.dependencies, userId)).toEqual([999, 100]);
  expect(await verifyBooks(books.dependencies)).toEqual(AGREE);
});
