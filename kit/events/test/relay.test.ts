/** When an outbox is looked into. */
import { setTimeout as delay } from 'node:timers/promises';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { silentLog } from '@holdfast/kit-base/log';
import { createSubgraphServer } from '@holdfast/kit-subgraph/server';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import type { EventBus } from '../src/bus.ts';
import { startRelay } from '../src/relay.ts';

const BUS = { publish: async () => {}, stop: async () => {} } as Partial<EventBus> as EventBus;

test('an outbox into which this process writes nothing is looked into once a second, and more often after `hurry`', async () => {
  let looks = 0;
  const outbox = {
    relay: async () => {
      looks++;
      return false;
    },
  };
  const relay = startRelay({ outbox, connect: async () => BUS, log: silentLog });
  await delay(2_500);
  const before = looks;
  await delay(2_500);
  expect(looks - before).toBeLessThanOrEqual(3);
  const quiet = looks;
  relay.hurry();
  await expect.poll(() => looks).toBeGreaterThan(quiet + 2);
  await relay.stop();
  const last = looks;
  await delay(300);
  expect(looks).toBe(last);
});

test('whoever asks is told of each request that may write, when it comes and when it is answered', async () => {
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
  let told = 0;
  server.onRequest(() => {
    told++;
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  await fetch(`${url}/health/ready`);
  expect(told).toBe(0);
  const headers = await identities.headers({ service: 'gateway', user: null });
  await fetch(`${url}/graphql`, { method: 'POST', headers, body: '{}' });
  await expect.poll(() => told).toBe(2);
  await server.close();
});
