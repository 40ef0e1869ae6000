/**
 * Fields that move from one subgraph to another for some requests: the subgraph is decided once for each
 * request.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Federation, startFederation } from './federation.ts';
import { labelled, MOVING_FIELDS } from './movingFields.ts';

const EXECUTORS = ['compiled', 'apollo'] as const;

/** No decision of these tests is random. */
const never = () => {
  throw new Error('No number should be drawn.');
};

describe.each([
  { labels: [], on: false },
  { labels: ['flag', 'heavy/1.0', 'coded'], on: true },
])('with the labels $labels', ({ labels, on }) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await startFederation(
      MOVING_FIELDS,
      EXECUTORS,
      { overrides: { labels, random: never } },
      labelled,
    );
  });
  afterAll(() => federation[Symbol.asyncDispose]());
  const who = on ? 'goods' : 'carts';

  const cases: Record<string, readonly [query: string, data: unknown]> = {
    'a field of an entity': [
      '{ item { stays flag all none } }',
      { item: { stays: 'carts', flag: who, all: 'goods', none: 'carts' } },
    ],
    'a root field': ['{ top }', { top: who }],
    'a field of an interface that moves in one of its types': [
      '{ things { sku name } }',
      {
        things: [
          { sku: 'anvil', name: who },
          { sku: 'ball', name: 'carts' },
        ],
      },
    ],
    'a field that another subgraph shares': ['{ item { shared } }', { item: { shared: who } }],
    'a field that another requires': ['{ item { freight } }', { item: { freight: on ? 200 : 100 } }],
    'a required field that the client selects, too': [
      '{ item { weight freight } }',
      { item: { weight: on ? 2 : 1, freight: on ? 200 : 100 } },
    ],
    'a field with an argument that another requires': [
      '{ item { duty cost(currency: "CHF") } }',
      { item: { duty: on ? 20 : 10, cost: on ? 2 : 1 } },
    ],
    'a key by which another subgraph is reached': ['{ box { size } }', { box: { size: `size from ${who}` } }],
    'what a mutation gives': ['mutation { move { flag stays } }', { move: { flag: who, stays: 'carts' } }],
    'a field with a condition': [
      'query ($yes: Boolean = true) { item { flag @include(if: $yes) stays @skip(if: $yes) } }',
      { item: { flag: who } },
    ],
  };
  for (const executor of EXECUTORS)
    test.each(Object.entries(cases))(`%s, by the executor ${executor}`, async (_, [query, data]) => {
      expect(await federation.ask(executor, { query })).toEqual({ data });
      expect(await federation.ask(executor, { query })).toEqual({ data });
    });
});
