import { testIdentities } from '@holdfast/dev/testing/identities';
import type { Log } from '@holdfast/kit-base/log';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSubgraphServer } from '../src/server.ts';

test('everyone can read a public document; a failure does not reveal its cause', async () => {
  const clock = () => new Date('2026-11-20T12:00:00.000Z');
  const logged: object[] = [];
  const log: Log = { debug() {}, info() {}, warn() {}, error: (fields) => void logged.push(fields) };
  const failure = new Error('connect ECONNREFUSED 10.0.0.7:27017');
  const server = await createSubgraphServer({
    name: 'test',
    typeDefs: parse('type Query { hello: String @tag(name: "public") }'),
    resolvers: {},
    context: (identity) => ({ identity }),
    verifyIdentity: testIdentities(clock).verify,
    health: {},
    publicJson: { '/fine': async () => ({ fine: true }), '/failing': () => Promise.reject(failure) },
    log,
  });
  await using _ = { [Symbol.asyncDispose]: () => server.close() };
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const get = async (path: string) => {
    const response = await fetch(`${url}${path}`);
    return [response.status, await response.json()];
  };
  expect(await get('/fine')).toEqual([200, { fine: true }]);
  expect(await get('/failing')).toEqual([503, { status: 'unavailable' }]);
  expect((await get('/fine/more'))[0]).toBe(401);
  expect(logged).toEqual([{ err: failure, path: '/failing' }]);
});
