/**
 * A subgraph does nothing more for a caller that no longer waits, except for finishing a mutation that has
 * started.
 */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { currentDeadline } from '@holdfast/kit-base/deadline';
import type { Log } from '@holdfast/kit-base/log';
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSubgraphServer } from '../src/server.ts';

const SDL = parse(`
  type Query { one: Int @tag(name: "public") two: Int @tag(name: "public")
    thing: Thing @tag(name: "public") }
  type Thing { n: Int @tag(name: "public") }
  type Mutation { change: Int @tag(name: "public") }
`);

const USER = { service: 'gateway', user: null };

/** Starts a subgraph with these resolvers. */
async function serve(
  resolvers: Record<string, Record<string, () => unknown>>,
  admitted: () => Promise<void> = async () => {},
) {
  const identities = testIdentities(() => new Date());
  const faults: unknown[] = [];
  const log: Log = { debug() {}, info() {}, warn() {}, error: (fields) => void faults.push(fields) };
  const server = await createSubgraphServer({
    name: 'things',
    typeDefs: SDL,
    resolvers,
    context: (identity) => ({ identity }),
    verifyIdentity: async (token) => {
      await admitted();
      return identities.verify(token);
    },
    health: {},
    log,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  /** @param timeout milliseconds that the caller claims to wait; in fact it waits forever. */
  const ask = async (query: string, timeout?: number) => {
    const call = request(`${url}/graphql`, {
      method: 'POST',
      headers: {
        ...(await identities.headers(USER)),
        'content-type': 'application/json',
        ...(timeout !== undefined && { 'x-holdfast-timeout': timeout }),
      },
    });
    call.on('error', () => {});
    const answer = once(call, 'response').then(async ([response]) =>
      JSON.parse((await response.toArray()).join('')),
    );
    answer.catch(() => {});
    call.end(JSON.stringify({ query }));
    return { answer, disconnect: () => call.destroy() };
  };
  return { ask, faults, [Symbol.asyncDispose]: () => server.close() };
}

const TIMEOUT = { extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'things' } };

/** Resolves once the caller of the current request no longer waits. */
async function abandoned(): Promise<void> {
  const signal = currentDeadline()?.signal;
  if (signal && !signal.aborted) await once(signal, 'abort');
}

/** Counts the statements of this test that the server is executing. */
async function running(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
     where state = 'active' and query like '/* deadline */%' and datname = current_database()`,
  );
  return rows[0]!.count;
}

async function emptyDatabase() {
  const migrations = await mkdtemp(join(tmpdir(), 'holdfast-deadline-'));
  await writeFile(join(migrations, '0001_things.sql'), 'create table things (n int)');
  try {
    return await testPostgres(migrations);
  } finally {
    await rm(migrations, { recursive: true });
  }
}

const SLEEP = '/* deadline */ select pg_sleep(8)';

test('a query ends at its deadline: its statement is cancelled, and the connection stays usable', async () => {
  await using postgres = await emptyDatabase();
  const { database } = postgres;
  let ended: unknown;
  await using subgraph = await serve({
    Query: {
      one: async () => {
        await database.query(SLEEP).catch((error) => {
          ended = error;
          throw error;
        });
        return 1;
      },
    },
  });
  const { answer } = await subgraph.ask('{ one }', 2_000);
  expect(await answer).toMatchObject({ data: { one: null }, errors: [{ ...TIMEOUT, path: ['one'] }] });
  expect(ended).toMatchObject(TIMEOUT);
  await expect.poll(() => running(database)).toBe(0);
  expect(subgraph.faults).toEqual([]);
  expect((await database.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
});

test('a resolver that has not started by the deadline does not run', async () => {
  let runs = 0;
  await using subgraph = await serve({
    Query: {
      thing: async () => {
        await abandoned();
        return {};
      },
    },
    Thing: { n: () => ++runs },
  });
  const late = await subgraph.ask('{ thing { n } }', 1_000);
  expect(await late.answer).toMatchObject({ data: { thing: { n: null } }, errors: [TIMEOUT] });
  expect(runs).toBe(0);
});

test('a query whose caller disconnects is cancelled too, and starts nothing more', async () => {
  await using postgres = await emptyDatabase();
  const { database } = postgres;
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>();
  let late: unknown;
  await using subgraph = await serve({
    Query: {
      one: async () => {
        started.resolve();
        await database.query(SLEEP).catch(ended.resolve);
        await database.query('insert into things values (1)').catch((error) => {
          late = error;
        });
        return 1;
      },
    },
  });
  const { disconnect } = await subgraph.ask('{ one }');
  await started.promise;
  await expect.poll(() => running(database)).toBe(1);
  disconnect();
  expect(await ended.promise).toMatchObject(TIMEOUT);
  await expect.poll(() => late).toMatchObject(TIMEOUT);
  expect((await database.query('select n from things')).rows).toEqual([]);
  expect(await running(database)).toBe(0);
});

test('a cancellation never hits the next statement of its connection', async () => {
  await using postgres = await emptyDatabase();
  const { database } = postgres;
  const faults: unknown[] = [];
  await using subgraph = await serve({
    Query: {
      // Takes about as long as its caller waits: some statements end before the cancel request arrives, some
      // after.
      one: async () => {
        await database.query('select pg_sleep(0.02)');
        return 1;
      },
    },
  });
  for (let round = 0; round < 5; round++) {
    const asked = await Promise.all(Array.from({ length: 20 }, () => subgraph.ask('{ one }', 20)));
    const others = Array.from({ length: 40 }, () =>
      database.query('select pg_sleep(0.005)').catch((e) => faults.push(e)),
    );
    await Promise.all([...asked.map(({ answer }) => answer), ...others]);
  }
  expect(faults).toEqual([]);
});

test('a mutation whose deadline passed before it started does not start', async () => {
  let changes = 0;
  await using subgraph = await serve({ Mutation: { change: async () => ++changes } }, abandoned);
  const { answer } = await subgraph.ask('mutation { change }', 5);
  expect(await answer).toMatchObject({ errors: [TIMEOUT] });
  expect(changes).toBe(0);
});

test('a mutation that has started finishes even when its caller has gone', async () => {
  await using postgres = await emptyDatabase();
  const { database } = postgres;
  const started = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const done = Promise.withResolvers<number>();
  await using subgraph = await serve({
    Mutation: {
      change: async () => {
        started.resolve();
        await gone.promise;
        expect(currentDeadline()).toBeNull();
        await database.query('insert into things values (1)');
        await database.transaction((tx) => tx.query('insert into things values (2)'));
        done.resolve(3);
        return 3;
      },
    },
  });
  const { answer, disconnect } = await subgraph.ask('mutation { change }', 1_000);
  await started.promise;
  disconnect();
  await expect(answer).rejects.toThrow();
  gone.resolve();
  expect(await done.promise).toBe(3);
  expect((await database.query('select n from things order by n')).rows).toEqual([{ n: 1 }, { n: 2 }]);
});

test('a read of MongoDB is limited to the remaining time, a write is not, and no read starts too late', async () => {
  await using database = await testMongo();
  const url = new URL(database.url);
  url.searchParams.set('monitorCommands', 'true');
  const mongo = await connectMongo({ url: url.href, name: 'tests' });
  await using _ = { [Symbol.asyncDispose]: () => mongo.end() };
  const things = mongo.db.collection<{ n: number }>('things');
  await things.insertMany([{ n: 1 }, { n: 2 }]);
  const late: unknown[] = [];
  await using subgraph = await serve({
    Query: {
      one: async () => {
        await things.findOne({ n: 1 });
        await things.find({}).toArray();
        return things.countDocuments({});
      },
      two: async () => {
        await abandoned();
        for (const read of [() => things.findOne({}), () => things.countDocuments({})]) {
          await read().catch((error) => late.push(error));
        }
        return 2;
      },
    },
    Mutation: {
      change: async () => {
        await things.findOne({ n: 1 });
        return (await things.updateOne({ n: 1 }, { $set: { n: 3 } })).modifiedCount;
      },
    },
  });
  const commands: { name: string; time: unknown }[] = [];
  mongo.db.client.on('commandStarted', ({ commandName: name, command }) => {
    commands.push({ name, time: command['maxTimeMS'] });
  });
  expect(await (await subgraph.ask('{ one }', 60_000)).answer).toEqual({ data: { one: 2 } });
  expect(commands.map(({ name }) => name)).toEqual(['find', 'find', 'aggregate']);
  for (const { time } of commands.splice(0)) {
    expect(time).toBeGreaterThan(0);
    expect(time).toBeLessThanOrEqual(60_000);
  }
  expect(await (await subgraph.ask('{ one }')).answer).toEqual({ data: { one: 2 } });
  expect(await (await subgraph.ask('mutation { change }', 60_000)).answer).toEqual({ data: { change: 1 } });
  expect(commands.splice(0).map(({ time }) => time)).toEqual(Array(5).fill(undefined));
  await (await subgraph.ask('{ two }', 1_000)).answer;
  expect(late).toMatchObject([TIMEOUT, TIMEOUT]);
  expect(commands).toEqual([]);
});
