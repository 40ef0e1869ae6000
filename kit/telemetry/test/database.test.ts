/** The spans of database calls. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { inScope } from '@holdfast/kit-base/scope';
import { type Attributes, NO_SPAN } from '@holdfast/kit-base/span';
import { setTracer } from '@holdfast/kit-base/trace';
import { summaryOf } from '@holdfast/kit-postgres/sql';
import { afterEach, expect, test } from 'vitest';

afterEach(() => setTracer(null));

const traceparentOf = (n: number) => `00-${'a'.repeat(32)}-${String(n).padStart(16, '0')}-01`;

const within = <T>(n: number, work: () => T): T =>
  inScope({ requestId: null, span: { ...NO_SPAN, traceparent: traceparentOf(n) } }, work);

interface Ended {
  name: string;
  kind: string | undefined;
  parent: string | null;
  attributes: Attributes;
  failed?: string;
}

/** Installs a tracer that records the spans that have ended. */
function tracing(): Ended[] {
  const ended: Ended[] = [];
  setTracer({
    start(name, { kind, parent, attributes = {} }) {
      const span: Ended = { name, kind, parent, attributes };
      return {
        ...NO_SPAN,
        set: (more) => void Object.assign(span, { attributes: { ...span.attributes, ...more } }),
        fail: (code) => void Object.assign(span, { failed: code }),
        end: () => void ended.push(span),
      };
    },
  });
  return ended;
}

async function things() {
  const migrations = await mkdtemp(join(tmpdir(), 'holdfast-spans-'));
  await writeFile(join(migrations, '0001_things.sql'), 'create table things (n int unique)');
  try {
    return await testPostgres(migrations);
  } finally {
    await rm(migrations, { recursive: true });
  }
}

test('each statement of PostgreSQL has a span below the caller’s, without values', async () => {
  await using postgres = await things();
  const { database, url } = postgres;
  const namespace = new URL(url).pathname.slice(1);
  const ended = tracing();
  await within(1, () => database.query('select n from things where n = $1', [4711]));
  await within(2, () => database.transaction((tx) => tx.query('insert into things values ($1)', [4711])));
  await expect(within(3, () => database.query('insert into things values (4711)'))).rejects.toThrow();
  const attributesOf = (operation: string, table?: string) => ({
    'db.system.name': 'postgresql',
    'db.namespace': namespace,
    'db.operation.name': operation,
    ...(table !== undefined && { 'db.collection.name': table }),
  });
  const kind = 'client';
  const [first, second, third] = [1, 2, 3].map(traceparentOf);
  expect(ended).toEqual([
    { name: 'SELECT things', kind, parent: first, attributes: attributesOf('SELECT', 'things') },
    { name: `BEGIN ${namespace}`, kind, parent: second, attributes: attributesOf('BEGIN') },
    { name: 'INSERT things', kind, parent: second, attributes: attributesOf('INSERT', 'things') },
    { name: `COMMIT ${namespace}`, kind, parent: second, attributes: attributesOf('COMMIT') },
    {
      name: 'INSERT things',
      kind,
      parent: third,
      attributes: { ...attributesOf('INSERT', 'things'), 'db.response.status_code': '23505' },
      failed: '23505',
    },
  ]);
  expect(JSON.stringify(ended)).not.toContain('4711');
});

test('each command of MongoDB has a span, even when many wait for a connection', async () => {
  const ended = tracing();
  await using database = await testMongo();
  const things = database.mongo.db.collection<{ _id: number; name: string }>('things');
  await within(0, () => things.insertOne({ _id: 1, name: 'hunter2' }));
  await expect(within(1, () => things.insertOne({ _id: 1, name: 'hunter2' }))).rejects.toThrow();
  await expect(within(2, () => things.find({ $nonsense: 'hunter2' }).toArray())).rejects.toThrow();
  const attributesOf = (operation: string) => ({
    'db.system.name': 'mongodb',
    'db.namespace': database.mongo.db.databaseName,
    'db.operation.name': operation,
    'db.collection.name': 'things',
  });
  expect(ended).toEqual([
    { name: 'insert things', kind: 'client', parent: traceparentOf(0), attributes: attributesOf('insert') },
    { name: 'insert things', kind: 'client', parent: traceparentOf(1), attributes: attributesOf('insert') },
    {
      name: 'find things',
      kind: 'client',
      parent: traceparentOf(2),
      attributes: { ...attributesOf('find'), 'db.response.status_code': '2' },
      failed: 'BadValue',
    },
  ]);
  expect(JSON.stringify(ended)).not.toContain('hunter2');

  ended.length = 0;
  const many = Array.from({ length: 300 }, (_, n) => n);
  await Promise.all(many.map((n) => within(n, () => things.findOne({ _id: n }))));
  expect(ended.map(({ parent }) => parent).toSorted()).toEqual(many.map(traceparentOf));
});

test('calls outside a request have no span, and without a collector nothing listens', async () => {
  await using postgres = await things();
  await using untraced = await testMongo();
  const { client } = untraced.mongo.db;
  expect(client.listenerCount('commandStarted')).toBe(0);
  expect(client.options.monitorCommands).toBe(false);
  const ended = tracing();
  await using traced = await testMongo();
  await postgres.database.query('select 1');
  await traced.mongo.db.collection('things').findOne({});
  expect(ended).toEqual([]);
});

test.each([
  ['select * from stock_items where id = any($1) for update', 'SELECT', 'stock_items'],
  [
    "select new_event(id, 'x from y') from unnest($1::uuid[]) as t (id) join things using (id)",
    'SELECT',
    'things',
  ],
  ['insert into a (n) select n from b on conflict do update set n = 1', 'INSERT', 'a'],
  ['with free as (select from payments) update wallets set n = 1 from free', 'UPDATE', 'wallets'],
  ['with locked as (select from wallets for update) select * from locked', 'SELECT', 'wallets'],
  ['select n from pgboss.job for no key update skip locked', 'SELECT', 'pgboss.job'],
  ['with x as (select 1) select * from x', 'SELECT', undefined],
  ['delete from outbox where sequence = any ($1)', 'DELETE', 'outbox'],
  ['select set_config($1, $2, true)', 'SELECT', undefined],
  ['\n  -- update nothing\n  select 1 from only_this', 'SELECT', 'only_this'],
  ['begin; set local x = 1', 'BEGIN', undefined],
])('%s is %s of %s', (text, operation, table) => {
  expect(summaryOf(text)).toEqual({ operation, table });
});
