import { codeOf } from '@holdfast/kit-base/errors';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import type { Dependencies } from '../../src/ledger/dependencies.ts';
import type { Authorization, Payment } from '../../src/payments/domain/payment.ts';
import { buildAuthorization, createUserWith, usd } from '../builders.ts';
import { type TestBooks, testBooks } from './books.ts';

export const times = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/** Creates books with 64 open connections. */
export async function wideBooks(): Promise<TestBooks> {
  const books = await testBooks();
  const database = await connectPostgres({ url: books.url, name: 'races', connections: 64 });
  await Promise.all(times(64, () => database.query('select pg_sleep(0.01)')));
  return {
    url: books.url,
    dependencies: { ...books.dependencies, database },
    async [Symbol.asyncDispose]() {
      await database.end();
      await books[Symbol.asyncDispose]();
    },
  };
}

/** Counts the attempts that succeeded, and the refusals by code; an unexpected error counts by its message. */
export async function codesOf(attempts: Promise<unknown>[]): Promise<Record<string, number>> {
  const settled = await Promise.allSettled(attempts);
  return count(
    settled.map((one) => (one.status === 'fulfilled' ? 'done' : (codeOf(one.reason) ?? String(one.reason)))),
  );
}

/** Authorises 64 orders of 1.00 concurrently, on a wallet with 10.99, and counts the outcomes. */
export async function raceForTheMoney<D extends Dependencies>(
  dependencies: D,
  authorizeOne: (dependencies: D, wanted: Authorization) => Promise<Pick<Payment, 'status'>>,
) {
  const userId = await createUserWith(dependencies, usd(1099));
  const settled = await Promise.allSettled(
    times(64, () => authorizeOne(dependencies, buildAuthorization({ userId, amount: usd(100) }))),
  );
  const outcomes = settled.map((one) => (one.status === 'fulfilled' ? one.value.status : 'ERROR'));
  return { userId, outcomes: count(outcomes) };
}

function count(names: readonly string[]): Record<string, number> {
  const groups = Object.entries(Object.groupBy(names, (name) => name));
  return Object.fromEntries(groups.map(([name, group]) => [name, group?.length ?? 0]));
}
