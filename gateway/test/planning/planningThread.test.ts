import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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
  await using plans = await start({ deadline: 200 });
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
