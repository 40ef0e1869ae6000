/** Snapshots of a shop's databases, to check that nothing changed. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { expect, vi } from 'vitest';
import type { Shop } from '../e2e/shop.ts';

/** Collections that count attempts. A refused request changes them too. */
const COUNTERS = new Set(['attempts', 'decoys']);

/** Returns a digest of each table and collection, by name. */
export async function snapshot(shop: Shop): Promise<Record<string, string>> {
  const { inventory, payments, holdfast } = shop;
  const parts = await Promise.all([
    tables('inventory', inventory),
    tables('payments', payments),
    ...Object.entries(holdfast.databases.urls.mongo).map(([name, url]) => collections(name, url)),
  ]);
  return Object.fromEntries(parts.flat());
}

/** Waits until all events are published and handled, then returns the snapshot. */
export async function steadySnapshot(shop: Shop): Promise<Record<string, string>> {
  let last = await snapshot(shop);
  let unchanged = 0;
  const look = async () => {
    const next = await snapshot(shop);
    unchanged = isDeepStrictEqual(next, last) ? unchanged + 1 : 0;
    last = next;
    expect(unchanged).toBeGreaterThanOrEqual(3);
  };
  await vi.waitFor(look, { interval: 500, timeout: 60_000 });
  return last;
}

async function tables(name: string, database: Postgres): Promise<[string, string][]> {
  const { rows } = await database.query<{ table: string }>(
    `select tablename as "table" from pg_tables where schemaname = 'public' order by 1`,
  );
  return Promise.all(
    rows.map(async ({ table }): Promise<[string, string]> => {
      const digest = await database.query<{ digest: string | null }>(
        `select md5(string_agg(t::text, ',' order by t::text)) as digest from "${table}" t`,
      );
      return [`${name}.${table}`, digest.rows[0]?.digest ?? ''];
    }),
  );
}

async function collections(name: string, url: string): Promise<[string, string][]> {
  const { db, end } = await connectMongo({ url, name: 'tests' });
  try {
    const all = await db.listCollections().toArray();
    return await Promise.all(
      all
        .filter((each) => !COUNTERS.has(each.name))
        .map(async (each): Promise<[string, string]> => {
          const documents = await db.collection(each.name).find().sort({ _id: 1 }).toArray();
          return [`${name}.${each.name}`, digestOf(documents)];
        }),
    );
  } finally {
    await end();
  }
}

function digestOf(documents: readonly object[]): string {
  const text = JSON.stringify(documents, (_, value) => (typeof value === 'bigint' ? String(value) : value));
  return createHash('md5').update(text).digest('hex');
}
