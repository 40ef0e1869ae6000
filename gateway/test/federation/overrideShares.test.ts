/** Fields that move for a share of requests: random numbers decide, and each decision has its plan. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSupergraph } from '../../src/supergraph/load.ts';
import { seeded } from '../support/things.ts';
import { type Executor, type Federation, startFederation } from './federation.ts';
import { MOVING_FIELDS } from './movingFields.ts';

const EXECUTORS = ['compiled', 'apollo'] as const;

/** A source of numbers that counts how many were drawn. */
let drawn = 0;
let next = () => 0.5;
const random = () => {
  drawn += 1;
  return next();
};

let federation: Federation;
beforeAll(async () => {
  federation = await startFederation(MOVING_FIELDS, EXECUTORS, { overrides: { labels: [], random } });
});
afterAll(() => federation[Symbol.asyncDispose]());

const numbers = (seed: number) => {
  const below = seeded(seed);
  return () => below(1_000_000) / 1_000_000;
};
const who = (isMoved: boolean) => (isMoved ? 'goods' : 'carts');
const askAll = async (executor: Executor, query: string, times: number) => {
  const counts: Record<string, number> = {};
  for (let asked = 0; asked < times; asked += 50) {
    const answers = Array.from({ length: 50 }, () => federation.ask(executor, { query }));
    for (const { data, errors } of await Promise.all(answers)) {
      const told = errors ? 'errors' : Object.values(data?.['item'] as object).join();
      counts[told] = (counts[told] ?? 0) + 1;
    }
  }
  return counts;
};

test.each([
  ['compiled', 1_000],
  ['apollo', 200],
] as const)('are those of the numbers drawn, one for each request: %s, %i', async (executor, times) => {
  drawn = 0;
  next = numbers(7);
  const counts = await askAll(executor, '{ item { half other } }', times);
  const again = numbers(7);
  const expected: Record<string, number> = {};
  for (let i = 0; i < times; i++) {
    const number = again();
    const told = `${who(number < 0.5)},${who(number < 0.125)}`;
    expected[told] = (expected[told] ?? 0) + 1;
  }
  expect(Object.keys(expected)).toHaveLength(3);
  expect(counts).toEqual(expected);
  expect(drawn).toBe(times);
});

test('each combination is planned once and cached', async () => {
  const graph = federation.gateways.get('compiled')!.graphs.current();
  const before = graph.compiled;
  next = numbers(3);
  await askAll('compiled', '{ item { other half aliased: half } }', 200);
  expect(graph.compiled).toBe(before + 3);
  await askAll('compiled', '{ item { all none } }', 50);
  expect(graph.compiled).toBe(before + 4);
});

test.each(EXECUTORS)('the plan in the response is the one that was executed: %s', async (executor) => {
  const query = '{ item { sku half } }';
  const show = { 'apollo-query-plan-experimental': '1' };
  for (const [number, isMoved] of [
    [0.49, true],
    [0.5, false],
    [0, true],
    [0.999, false],
  ] as const) {
    next = () => number;
    const { data, extensions } = await federation.ask(executor, { query }, show);
    expect(data).toEqual({ item: { sku: 'anvil', half: who(isMoved) } });
    const plan = JSON.stringify(extensions?.['__queryPlanExperimental']);
    expect(plan.includes('goods')).toBe(isMoved);
  }
});

test.each(EXECUTORS)('another supergraph decides by its own labels: %s', async (executor) => {
  await using own = await startFederation(MOVING_FIELDS, [executor], {
    overrides: { labels: ['new'], random },
  });
  const ask = async () => (await own.ask(executor, { query: '{ item { half flag } }' })).data;
  const { graphs } = own.gateways.get(executor)!;
  const { sdl } = graphs.current().supergraph;
  const replace = (text: string) => graphs.replace(readSupergraph(text, 'another'));
  drawn = 0;
  next = () => 0.7;
  expect(await ask()).toEqual({ item: { half: 'carts', flag: 'carts' } });
  expect(drawn).toBe(1);
  await replace(sdl.replaceAll('percent(50)', 'percent(70.5)').replaceAll('"flag"', '"new"'));
  expect(await ask()).toEqual({ item: { half: 'goods', flag: 'goods' } });
  expect(await ask()).toEqual({ item: { half: 'goods', flag: 'goods' } });
  await replace(sdl.replaceAll('percent(50)', 'percent(70)'));
  expect(await ask()).toEqual({ item: { half: 'carts', flag: 'carts' } });
});
