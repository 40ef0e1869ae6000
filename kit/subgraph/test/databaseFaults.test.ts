/** A subgraph whose database is unavailable reports a transient fault, and does not reveal the cause. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { silentLog } from '@holdfast/kit-base/log';
import { connectMongo } from '@holdfast/kit-mongo/mongo';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { freePort } from '../../../dev/src/ports.ts';
import { startEmbeddedPostgres } from '../../../dev/src/postgres/embedded.ts';
import { SOON } from '../../events/test/lossSupport.ts';
import { createSubgraphServer } from '../src/server.ts';

const SDL = parse(`
  type Query { thing(how: String! = ""): Int @tag(name: "public") }
  type Mutation { change: Int @tag(name: "public") }
`);

/**
 * Starts a subgraph whose fields call `thing`. Its `ask` returns the data, or the error's message, code and
 * path.
 */
async function serve(thing: (how: string) => Promise<unknown>) {
  const identities = testIdentities(() => new Date());
  const server = await createSubgraphServer({
    name: 'things',
    typeDefs: SDL,
    resolvers: {
      Query: { thing: (_: unknown, { how }: { how: string }) => thing(how) },
      Mutation: { change: () => thing('') },
    },
    context: (identity) => ({ identity }),
    verifyIdentity: identities.verify,
    health: {},
    log: silentLog,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const ask = async (query: string): Promise<unknown> => {
    const headers = {
      ...(await identities.headers({ service: 'gateway', user: null })),
      'content-type': 'application/json',
    };
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query }),
    });
    const { data, errors } = (await response.json()) as { data: unknown; errors?: [Record<string, unknown>] };
    if (!errors) return data;
    const { message, extensions, path } = errors[0];
    return { message, extensions, path };
  };
  return { ask, [Symbol.asyncDispose]: () => server.close() };
}

async function temporary() {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-away-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const away = (field: string) => ({
  message: 'The things service is not available.',
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'things' },
  path: [field],
});
const DEFECT = {
  message: 'Internal server error',
  extensions: { code: 'INTERNAL_SERVER_ERROR' },
  path: ['thing'],
};

test('PostgreSQL is killed during a statement, is unavailable, and comes back', async () => {
  await using folder = await temporary();
  const options = { folder: join(folder.path, 'postgres'), port: await freePort(), password: 'test' };
  await using killed = await startEmbeddedPostgres(options);
  const database = await connectPostgres({ url: killed.url, name: 'things' });
  await using _database = { [Symbol.asyncDispose]: () => database.end() };
  const run = (sql: string) => database.transaction((tx) => tx.query(sql), { unlimited: true });
  await using things = await serve(
    async (sql) => (await (sql === '' ? database.query('select 1') : run(sql))).rows.length,
  );

  expect(await things.ask('{ thing(how: "select nonsense") }')).toEqual(DEFECT);
  const failWith = (state: string) =>
    things.ask(`{ thing(how: "do $$ begin raise exception 'no' using errcode = '${state}'; end $$") }`);
  for (const state of ['57P01', '57P02', '57P03', '53300', '08006', '25P03'])
    expect(await failWith(state), state).toEqual(away('thing'));
  expect(await failWith('57014')).toMatchObject({ extensions: { code: 'SUBGRAPH_TIMEOUT' } });

  const cut = things.ask('{ thing(how: "select pg_sleep(600)") }');
  await expect
    .poll(async () => {
      const { rows } = await database.query(
        "select from pg_stat_activity where query = 'select pg_sleep(600)'",
      );
      return rows.length;
    }, SOON)
    .toBe(1);
  killed.kill('SIGKILL');
  expect(await cut).toEqual(away('thing'));
  await killed.ended;
  expect(await things.ask('{ thing }')).toEqual(away('thing'));
  expect(await things.ask('mutation { change }')).toEqual(away('change'));

  await using _back = await startEmbeddedPostgres(options);
  expect(await things.ask('{ thing }')).toEqual({ thing: 1 });
});

test('MongoDB is killed and unavailable', async () => {
  await using folder = await temporary();
  const port = await freePort();
  const settings = {
    name: 'things',
    file: join(folder.path, 'mongo.sqlite'),
    port,
    user: 'test',
    password: 'test',
  };
  const server = fork(join(import.meta.dirname, '../../../dev/src/mongo/main.ts'), {
    env: { ...process.env, MONGO_SERVER: JSON.stringify(settings) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(server, 'exit');
  await using _server = { [Symbol.asyncDispose]: async () => void (server.kill('SIGKILL') && (await ended)) };
  await once(server, 'message');
  const url = `mongodb://test:test@127.0.0.1:${port}/things?authSource=admin`;
  const mongo = await connectMongo({ url, name: 'things' });
  await using _mongo = { [Symbol.asyncDispose]: () => mongo.end() };
  const collection = mongo.db.collection('things');
  await using things = await serve((how) =>
    how === '' ? collection.countDocuments({}) : collection.countDocuments({ $nonsense: 1 }),
  );

  expect(await things.ask('{ thing }')).toEqual({ thing: 0 });
  expect(await things.ask('{ thing(how: "nonsense") }')).toEqual(DEFECT);
  server.kill('SIGKILL');
  await ended;
  expect(await things.ask('{ thing }')).toEqual(away('thing'));
  expect(await things.ask('mutation { change }')).toEqual(away('change'));
});
