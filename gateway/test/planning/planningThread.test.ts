import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { expect, onTestFinished, test } from 'vitest';
import {
  PLANNING_LIMITS,
  type PlanningThreadOptions,
  startPlanningThread,
} from '../../src/planning/planningThread.ts';

const SUPERGRAPH = join(import.meta.dirname, '../../../schema/supergraph.graphql');

async function start(limits: Partial<PlanningThreadOptions> = {}) {
  const supergraphSdl = await readFile(SUPERGRAPH, 'utf8');
  const plans = await startPlanningThread({ supergraphSdl, ...PLANNING_LIMITS, ...limits });
  return { ...plans, [Symbol.asyncDispose]: () => plans.close() };
}

/** Takes seconds to plan. */
const large = `{ products { nodes { ${Array.from({ length: 20_000 }, (_, i) => `a${i}: available`).join(' ')} } } }`;
const tooComplex = expect.objectContaining({
  extensions: expect.objectContaining({ code: 'OPERATION_TOO_COMPLEX' }),
});

test('an operation is planned by name, and says how long that took', async () => {
  await using plans = await start();
  const { plan, milliseconds } = await plans.plan(
    'query A { me { id } } query B { products { totalCount } }',
    'B',
  );
  expect(plan).toMatchObject({ node: { kind: 'Fetch', serviceName: 'products' } });
  expect(milliseconds).toBeGreaterThan(0);
});

test('planning that takes too long is given up, and the next operation is planned', async () => {
  await using plans = await start({ deadline: 1_000 });
  const tooLong = plans.plan(large, undefined);
  const waiting = plans.plan('{ me { id } }', undefined);
  await expect(tooLong).rejects.toEqual(tooComplex);
  expect((await waiting).plan).toMatchObject({ node: { kind: 'Fetch', serviceName: 'users' } });
});

test('what serves requests is not stopped by planning', async () => {
  await using plans = await start({ deadline: 300 });
  const planned = plans.plan(large, undefined).catch(() => 'given up');
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 10);
  await planned;
  clearInterval(timer);
  // On this thread it would have been none.
  expect(turns).toBeGreaterThan(2);
});

test('a planner that nobody asks ends, and starts again for those that ask', async () => {
  const threads: Worker[] = [];
  const ended: Promise<unknown>[] = [];
  const follow = (message: unknown) => {
    const { worker } = message as { worker: Worker };
    threads.push(worker);
    ended.push(once(worker, 'exit'));
  };
  subscribe('worker_threads', follow);
  onTestFinished(() => void unsubscribe('worker_threads', follow));
  await using plans = await start({ idle: 1 });
  await ended[0];
  const both = [plans.plan('{ me { id } }', undefined), plans.plan('{ products { totalCount } }', undefined)];
  expect((await Promise.all(both)).map(({ plan }) => plan.node)).toMatchObject([
    { kind: 'Fetch', serviceName: 'users' },
    { kind: 'Fetch', serviceName: 'products' },
  ]);
  expect(threads).toHaveLength(2);
  await ended[1];
});

test('no more than so many operations wait', async () => {
  await using plans = await start({ waiting: 1 });
  const ask = () => plans.plan('{ me { id } }', undefined);
  const [first, second] = [ask(), ask()];
  await expect(ask()).rejects.toEqual(tooComplex);
  expect(await Promise.all([first, second])).toHaveLength(2);
});

test('a supergraph that cannot be read is told at the start', async () => {
  await expect(start({ supergraphSdl: 'type Query { a: Int }' })).rejects.toThrow(/.+/);
});

test('what is refused keeps its code; a closed planner says so', async () => {
  const plans = await start();
  await expect(plans.plan('{ me { __typename: email } }', undefined)).rejects.toMatchObject({
    extensions: { code: 'QUERY_PLAN_UNSUPPORTED', field: '__typename' },
  });
  await plans.close();
  await expect(plans.plan('{ me { id } }', undefined)).rejects.toThrow('The planner has ended.');
});
