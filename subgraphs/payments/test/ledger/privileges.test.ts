/**
 * Tests run as a superuser, which no revoke binds. The service's role is not one: it owns its tables, and
 * still must not change the books.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newUuid } from '@holdfast/kit-base/ids';
import { type Queryable, sqlState } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import type { TransactionalDependencies } from '../../src/ledger/dependencies.ts';
import { createUserWith, usd } from '../builders.ts';
import { balances, type TestBooks, testBooks } from '../support/books.ts';
import { authorize, capture } from '../support/commands.ts';

const INSUFFICIENT_PRIVILEGE = '42501';
const RESTRICT_VIOLATION = '23001';

/** Runs `work` as an ordinary role that owns freshly migrated tables, and rolls everything back. */
async function asOwner(
  { dependencies }: TestBooks,
  work: (owner: TransactionalDependencies) => Promise<void>,
) {
  const role = `owner_${newUuid().replaceAll('-', '')}`;
  const undo = new Error('roll back');
  const folder = join(import.meta.dirname, '../../migrations');
  const files = (await readdir(folder)).sort();
  const migrations = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  const done = dependencies.database.transaction(async (tx: Queryable) => {
    await tx.query(`create role ${role}; create schema ${role} authorization ${role}; set local role ${role};
      set local search_path = ${role}`);
    await tx.query(migrations.join('\n'));
    await work({ ...dependencies, database: { ...tx, transaction: (within) => within(tx) } });
    throw undo;
  });
  await expect(done).rejects.toBe(undo);
}

test('the role that owns the tables can do everything the service does', async () => {
  await using books = await testBooks();
  await asOwner(books, async (owner) => {
    const userId = await createUserWith(owner, usd(1000));
    const orderId = newUuid();
    await authorize(owner, { orderId, userId, amount: usd(300) });
    await capture(owner, orderId);
    await owner.database.query('set constraints all immediate');
    expect(await balances(owner, userId)).toEqual([700, 0]);
  });
});

test.each([
  ['update postings set amount = 0', INSUFFICIENT_PRIVILEGE],
  ['delete from postings', INSUFFICIENT_PRIVILEGE],
  ['truncate postings', INSUFFICIENT_PRIVILEGE],
  ['delete from transactions', INSUFFICIENT_PRIVILEGE],
  ['update transactions set amount = 1', RESTRICT_VIOLATION],
])('the role that owns the tables cannot %s', async (statement, expected) => {
  await using books = await testBooks();
  await asOwner(books, async ({ database }) => {
    await expect(database.query(statement).catch(sqlState)).resolves.toBe(expected);
  });
});
