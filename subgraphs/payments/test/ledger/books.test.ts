/** The writes that the database refuses from any program: each statement here bypasses the use cases. */
import { newUuid } from '@holdfast/kit-base/ids';
import { type Queryable, sqlState, violatedConstraint } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { verifyBooks } from '../../src/verification/verifyBooks.ts';
import { createUserWith, usd } from '../builders.ts';
import { sharedBooks } from '../support/api.ts';
import { AGREE, balances, type TestBooks, testBooks } from '../support/books.ts';
import { authorize } from '../support/commands.ts';

const shared = sharedBooks();

/** Creates a user with 700 available and 300 held for an order, after two transactions. */
async function withHold(books: TestBooks) {
  const userId = await createUserWith(books.dependencies, usd(1000));
  const orderId = newUuid();
  await authorize(books.dependencies, { orderId, userId, amount: usd(300) });
  return { ...books, userId, orderId };
}

/** Returns the name of the violated constraint, or the SQLSTATE; undefined when the transaction committed. */
async function refusal(
  { dependencies }: TestBooks,
  work: (tx: Queryable) => Promise<unknown>,
): Promise<string | undefined> {
  try {
    await dependencies.database.transaction(work);
    return undefined;
  } catch (error) {
    return violatedConstraint(error) ?? sqlState(error) ?? String(error);
  }
}

interface Written {
  kind?: string;
  sequence?: number;
  available?: number;
  held?: number;
  postings?: [account: string, amount: number][];
  reference?: string;
  currency?: string;
  /** True when the wallet is changed too. */
  wallet?: boolean;
}

/** Writes transaction 3 of the wallet and its stored totals. The default is a valid top-up of 50. */
async function write(tx: Queryable, userId: string, written: Written): Promise<void> {
  const { kind = 'TOP_UP', sequence = 3, available = 750, held = 300, reference = 'by hand' } = written;
  const {
    currency = 'USD',
    wallet = true,
    postings = [
      ['EXTERNAL', -50],
      ['AVAILABLE', 50],
    ],
  } = written;
  const id = newUuid();
  await tx.query(`insert into transactions values ($1, $2, $3, $4, 50, $8, $5, $6, $7, now())`, [
    id,
    userId,
    sequence,
    kind,
    reference,
    available,
    held,
    currency,
  ]);
  for (const posting of postings)
    await tx.query('insert into postings values ($1, $2, $3)', [id, ...posting]);
  if (!wallet) return;
  await tx.query('update wallets set available = $2, held = $3, sequence = sequence + 1 where user_id = $1', [
    userId,
    available,
    held,
  ]);
}

test('a valid transaction written by hand is accepted, so only their defects refuse the others below', async () => {
  const books = await withHold(shared.books);
  expect(await refusal(books, (tx) => write(tx, books.userId, {}))).toBeUndefined();
  expect(await balances(books.dependencies, books.userId)).toEqual([750, 300]);
  expect(await verifyBooks(books.dependencies)).toEqual(AGREE);
});

test.each<[string, Written, string]>([
  ['no postings', { postings: [] }, 'transactions_balanced'],
  ['one posting', { postings: [['AVAILABLE', 50]] }, 'transactions_balanced'],
  [
    'postings that do not sum to 0',
    {
      postings: [
        ['EXTERNAL', -49],
        ['AVAILABLE', 50],
      ],
    },
    'transactions_balanced',
  ],
  [
    'the accounts of another kind',
    {
      postings: [
        ['MERCHANT', -50],
        ['AVAILABLE', 50],
      ],
    },
    'transactions_postings_of_kind',
  ],
  [
    'another amount than that of its postings',
    {
      postings: [
        ['EXTERNAL', -60],
        ['AVAILABLE', 60],
      ],
    },
    'transactions_postings_of_kind',
  ],
  ['a total that does not follow', { available: 751 }, 'transactions_follow'],
  ['held that does not follow', { held: 299 }, 'transactions_follow'],
  ['a skipped number', { sequence: 4 }, 'transactions_follow'],
  [
    'a number far ahead, as if the wallet were new',
    { sequence: 99, available: 50, held: 0, wallet: false },
    'transactions_follow',
  ],
  ['no change of the wallet', { wallet: false }, 'transactions_change_wallet'],
  ["another currency than the wallet's", { currency: 'EUR' }, 'wallets_agree'],
  ['a number used before', { sequence: 2 }, 'transactions_one_a_number'],
  ['a key used before', { reference: 'first' }, 'transactions_once'],
  ['a negative stored total', { available: -1 }, 'wallets_available_not_negative'],
  ['a negative stored hold', { held: -1 }, 'wallets_held_not_negative'],
  [
    'a capture without a payment',
    {
      kind: 'CAPTURE',
      available: 700,
      held: 250,
      postings: [
        ['HELD', -50],
        ['MERCHANT', 50],
      ],
      reference: newUuid(),
    },
    'transactions_have_payment',
  ],
])('a transaction with %s is refused', async (_, written, constraint) => {
  const books = await withHold(shared.books);
  expect(await refusal(books, (tx) => write(tx, books.userId, written))).toBe(constraint);
  expect(await balances(books.dependencies, books.userId)).toEqual([700, 300]);
});

test.each([
  ['more money', 'update wallets set available = available + 1', 'wallets_agree'],
  [
    'more money with the next number',
    'update wallets set available = available + 1, sequence = sequence + 1',
    'wallets_agree',
  ],
  [
    'more money whose check is deleted',
    'update wallets set available = available + 1, sequence = sequence + 1; delete from unchecked',
    'wallets_agree',
  ],
  ['money moved inside', 'update wallets set available = available + held, held = 0', 'wallets_agree'],
  ['an earlier state', 'update wallets set available = 1000, held = 0, sequence = 1', 'wallets_agree'],
  ['another currency', `update wallets set currency = 'EUR'`, 'wallets_agree'],
  [
    'a wallet without a transaction',
    `insert into wallets select gen_random_uuid(), 'USD', 5, 0, 1, now()`,
    'wallets_agree',
  ],
  ['a deleted wallet', 'delete from wallets', 'append_only'],
  ['a deleted payment', 'delete from payments', 'append_only'],
  ['a changed posting', 'update postings set amount = amount * 2', 'append_only'],
  ['a deleted posting', 'delete from postings', 'append_only'],
  ['no postings at all', 'truncate postings', 'append_only'],
  ['a changed transaction', `update transactions set reference = 'x'`, 'append_only'],
  ['a deleted transaction', 'delete from transactions', 'append_only'],
  ['no transactions at all', 'truncate transactions cascade', 'append_only'],
  [
    'a posting added to an old transaction',
    `insert into postings select id, 'MERCHANT', 1 from transactions limit 1`,
    'transactions_balanced',
  ],
  ['a capture without its movement', `update payments set status = 'CAPTURED'`, 'payments_have_movement'],
  ['a step back', `update payments set status = 'REFUNDED'`, 'payments_transition'],
  ['another amount to pay', 'update payments set amount = 1', 'payments_transition'],
  ['a capture of nothing', `update payments set status = 'CAPTURED', amount = 0`, 'payments_transition'],
  [
    'a payment without a hold',
    `insert into payments select gen_random_uuid(), gen_random_uuid(), user_id, 5, 'USD', 'AUTHORIZED', null, now(), now() from wallets`,
    'payments_have_movement',
  ],
  [
    'a second payment of an order',
    `insert into payments select gen_random_uuid(), order_id, user_id, amount, currency, status, null, now(), now() from payments`,
    'payments_one_an_order',
  ],
])('%s is refused', async (_, statement, constraint) => {
  const books = await withHold(shared.books);
  expect(await refusal(books, (tx) => tx.query(statement))).toBe(constraint);
  expect(await balances(books.dependencies, books.userId)).toEqual([700, 300]);
});

test('verifyBooks reports what does not agree when the checks were switched off', async () => {
  await using own = await testBooks();
  const books = await withHold(own);
  const { dependencies, userId } = books;
  const bypass = (statement: string) =>
    dependencies.database.transaction(async (tx) => {
      await tx.query('set local session_replication_role = replica');
      await tx.query(statement);
    });
  await bypass('update wallets set available = available + 5');
  await bypass(`update payments set status = 'CAPTURED'`);
  await bypass(`update postings set amount = -999 where account = 'EXTERNAL'`);
  const { rows } = await dependencies.database.query<{ id: string }>(
    `select id from transactions where kind = 'TOP_UP'`,
  );
  const usdOf = { currency: 'USD' };
  expect(await verifyBooks(dependencies)).toMatchObject({
    accounts: [
      { ...usdOf, account: 'AVAILABLE', userId, posted: 700n, expected: 705n, source: 'WALLET' },
      { ...usdOf, account: 'EXTERNAL', userId: null, posted: -999n, expected: -1000n, source: 'ACCOUNTS' },
      { ...usdOf, account: 'HELD', userId, posted: 300n, expected: 0n, source: 'PAYMENTS' },
      { ...usdOf, account: 'MERCHANT', userId: null, posted: 0n, expected: 300n, source: 'PAYMENTS' },
    ],
    transactions: [{ id: rows[0]!.id, sum: 1n }],
  });
});
