/** What these tests have in common: a database, a clock that moves a millisecond a look, short ways to make things. */
import { join } from 'node:path';
import { type TestClient, testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import type { Caller } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import type { Money } from '@holdfast/kit-values/money';
import { afterAll, beforeAll } from 'vitest';
import type { Dependencies } from '../../src/ledger/dependencies.ts';
import type { HttpSettings } from '../../src/provider/settings.ts';
import { createPayments } from '../../src/server.ts';
import type { Findings } from '../../src/verification/verifyBooks.ts';
import { readWallets } from '../../src/wallets/queries/readWallets.ts';
import { topUp } from '../../src/wallets/topUp.ts';

export const usd = (minor: number): Money => ({ minor: BigInt(minor), currency: 'USD' });

/** What `verifyBooks` finds in books that agree. */
export const AGREE: Findings = { accounts: [], transactions: [], entries: [], payments: [], events: [] };

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

/** Books, and their API, for all tests of a file that only make users of their own in it. */
export function sharedBooks(options: { demoTopUp?: boolean } = {}): {
  readonly books: TestBooks;
  readonly api: TestClient;
} {
  const stack = new AsyncDisposableStack();
  const shared: { books?: TestBooks; api?: TestClient } = {};
  beforeAll(async () => {
    shared.books = stack.use(await testBooks());
    shared.api = stack.use(await testApi(shared.books, options));
  });
  afterAll(() => stack.disposeAsync());
  return {
    get books() {
      return shared.books!;
    },
    get api() {
      return shared.api!;
    },
  };
}

/** A new user with this much in the wallet. */
export async function userWith(dependencies: Dependencies, amount: Money): Promise<string> {
  const userId = newUuid();
  await topUp(dependencies, { userId, amount, idempotencyKey: 'first' });
  return userId;
}

/** Available and held, in minor units. */
export async function standing({ database }: Dependencies, userId: string): Promise<[number, number]> {
  const [wallet] = await readWallets(database, [userId]);
  if (!wallet) throw new Error('There is no wallet.');
  return [Number(wallet.available), Number(wallet.held)];
}

/** How many transactions there are of each kind. */
export async function movements({ database }: Dependencies): Promise<Record<string, number>> {
  const { rows } = await database.query<{ kind: string; count: number }>(
    'select kind, count(*)::int as count from transactions group by kind',
  );
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]));
}

/** The subgraph over HTTP. */
export async function testApi(
  { dependencies }: TestBooks,
  { demoTopUp = false, external = null }: { demoTopUp?: boolean; external?: HttpSettings | null } = {},
) {
  const identities = testIdentities(() => new Date());
  const server = await createPayments({
    ...dependencies,
    verifyIdentity: identities.verify,
    log: silentLog,
    demoTopUp,
    external,
  });
  return testClient(server, identities);
}

type Role = NonNullable<Caller['user']>['roles'][number];

export const as = (id: string, ...roles: Role[]): Caller => ({
  service: 'gateway',
  user: { id, roles: ['CUSTOMER', ...roles] },
});
export const staff = as(newUuid(), 'STAFF');
export const nobody: Caller = { service: 'gateway', user: null };
export const ordersFor = (id: string): Caller => ({ service: 'orders', user: { id, roles: ['CUSTOMER'] } });

/** Until so many statements in this database wait for a lock. */
export async function untilWaiting(database: Postgres, statements: number): Promise<void> {
  for (;;) {
    const { rows } = await database.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows[0]?.count === statements) return;
  }
}
