import { testIdentities } from '@holdfast/dev/testing/identities';
import { silentLog } from '@holdfast/kit-base/log';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createSubgraphServer } from '../src/server.ts';

test('a listener is called for each request that may write, when it arrives and when it is answered', async () => {
  const identities = testIdentities(() => new Date());
  const server = await createSubgraphServer({
    name: 'things',
    typeDefs: parse('type Query { one: Int @tag(name: "public") }'),
    resolvers: {},
    context: (identity) => ({ identity }),
    verifyIdentity: identities.verify,
    health: {},
    log: silentLog,
  });
  let calls = 0;
  server.onRequest(() => {
    calls++;
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  await fetch(`${url}/health/ready`);
  expect(calls).toBe(0);
  const headers = await identities.headers({ service: 'gateway', user: null });
  await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{}' });
  await expect.poll(() => calls).toBe(2);
  await server.close();
});
