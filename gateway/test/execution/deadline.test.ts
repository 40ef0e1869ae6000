import { silentLog } from '@holdfast/kit-base/log';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { createCompiledExecutor } from '../../src/execution/compiled.ts';
import type { GatewayContext } from '../../src/operation/context.ts';
import { compose, planHere } from '../planning/federation.ts';

test('the wait for a plan counts towards the deadline of the operation', async () => {
  const supergraphSdl = compose({ a: { sdl: 'type Query { a: Int }' } });
  const plans = planHere(supergraphSdl);
  let clock = 1_000;
  const deadlines: number[] = [];
  const executor = createCompiledExecutor({
    supergraph: { sdl: supergraphSdl, subgraphs: [] },
    plans: {
      ...plans,
      async plan(...asked) {
        const planned = await plans.plan(...asked);
        clock += 700;
        return planned;
      },
    },
    clients: {
      get: (name) => ({
        name,
        async ask({ caller }) {
          deadlines.push(caller.deadline);
          return { data: { a: 1 } };
        },
        figures: () => ({}),
        state: () => 'closed',
        outdate: () => {},
        end: async () => {},
      }),
    },
    exposeQueryPlan: false,
    now: () => clock,
    log: silentLog,
  });
  const document = parse('{ a }');
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('The document has no operation.');
  const caller = (): GatewayContext => ({
    user: null,
    clientAddress: '::1',
    disconnected: new AbortController().signal,
    deadline: clock + 3_000,
  });
  const { executor: execute } = await executor.load({ apollo: {} });
  const request = { document, operation, queryHash: 'a', request: {} };
  for (const each of [caller(), caller()])
    await execute?.({ ...request, context: each } as unknown as Parameters<typeof execute>[0]);
  expect([clock, ...deadlines]).toEqual([1_700, 4_000, 4_000]);
});
