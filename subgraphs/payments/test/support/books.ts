/** Databases for tests, and what tests read from them. */
import { join } from 'node:path';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import type { Dependencies } from '../../src/ledger/dependencies.ts';
import type { Findings } from '../../src/verification/verifyBooks.ts';
import { readWallets } from '../../src/wallets/queries/readWallets.ts';

/** The findings of `verifyBooks` in books that agree. */
export const AGREE: Findings = { accounts: [], transactions: [], entries: [], payments: [], events: [] };

/** Returns a clock that advances by a millisecond at each reading. */
function testClock(): () => Date {
  let now = Date.parse('2026-11-20T09:00:00.000Z');
  return () => new Date(now++);
}

export interface TestBooks extends AsyncDisposable {
  readonly dependencies: Dependencies & { readonly database: Postgres };
  readonly url: string;
}

export async function testBooks(): Promise<TestBooks> {
  const {
    database,
    url,
    [Symbol.asyncDispose]: dispose,
  } = await testPostgres(join(import.meta.dirname, '../../migrations'));
  return {
    dependencies: { database, clock: testClock(), newId: newUuid },
    url,
    [Symbol.asyncDispose]: dispose,
  };
}

/** Returns what is available and held in a user's wallet, in minor units. */
export async function balances({ database }: Dependencies, userId: string): Promise<[number, number]> {
  const [wallet] = await readWallets(database, [userId]);
  if (!wallet) throw new Error('There is no wallet.');
  return [Number(wallet.available), Number(wallet.held)];
}

/** Returns the number of transactions of each kind. */
export async function movements({ database }: Dependencies): Promise<Record<string, number>> {
  const { rows } = await database.query<{ kind: string; count: number }>(
    'select kind, count(*)::int as count from transactions group by kind',
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

/** Waits until exactly this many statements in this database wait for a lock. */
export async function untilWaiting(database: Postgres, statements: number): Promise<void> {
  for (;;) {
    const { rows } = await database.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows[0]?.count === statements) return;
  }
}
