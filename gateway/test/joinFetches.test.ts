import { expect, test } from 'vitest';
import { joinFetches, splitAnswer } from '../src/subgraphs/joinFetches.ts';
import { rememberJoined } from '../src/subgraphs/rememberJoined.ts';
import { execute, randomFetch, seeded } from './support/things.ts';

const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

test('root fields get an alias, and variables of the same name stay apart', () => {
  const { query, variables } = joinFetches([
    {
      query:
        'query A($representations: [_Any!]!, $n: Int) { _entities(representations: $representations) { ... on P { a(n: $n) } } }',
      variables: { representations: [{ id: 1 }], n: 3 },
    },
    {
      query:
        'query B($representations: [_Any!]!, $n: String! = "x") { _entities(representations: $representations) { ... on R { b: c(n: $n) } } }',
      variables: { representations: [{ id: 2 }] },
    },
  ]);
  expect(flat(query)).toBe(
    'query ($e0_representations: [_Any!]!, $e0_n: Int, $e1_representations: [_Any!]!, $e1_n: String! = "x") { ' +
      'e0__entities: _entities(representations: $e0_representations) { ... on P { a(n: $e0_n) } } ' +
      'e1__entities: _entities(representations: $e1_representations) { ... on R { b: c(n: $e1_n) } } }',
  );
  expect(variables).toEqual({
    e0_representations: [{ id: 1 }],
    e0_n: 3,
    e1_representations: [{ id: 2 }],
  });
});

test('variables of @include are renamed too, and each fetch keeps its own fragments', () => {
  const { query } = joinFetches([
    {
      query:
        'query ($v: Boolean!) { a @include(if: $v) { ...F } } fragment F on T { x ...G } fragment G on T { g }',
      variables: {},
    },
    {
      query:
        'query ($v: Boolean!) { ...R @skip(if: $v) } fragment R on Query { me { ...F } } fragment F on U { y }',
      variables: {},
    },
  ]);
  expect(flat(query)).toBe(
    'query ($e0_v: Boolean!, $e1_v: Boolean!) { e0_a: a @include(if: $e0_v) { ...e0_F } ' +
      '... on Query @skip(if: $e1_v) { e1_me: me { ...e1_F } } } ' +
      'fragment e0_F on T { x ...e0_G } fragment e0_G on T { g } fragment e1_F on U { y }',
  );
});

test('a mutation is not joined', () => {
  const query = { query: '{ a }', variables: {} };
  expect(() => joinFetches([query, { query: 'mutation { pay }', variables: {} }])).toThrow(
    'Only a single query',
  );
});

test('an error goes to the fetch that its path begins in, one without a path to all', () => {
  const extensions = { code: 'NOT_FOUND' };
  const locations = [{ line: 1, column: 2 }];
  expect(
    splitAnswer(
      {
        data: { e0__entities: [null], e1_me: { name: 'A' }, e10_me: null },
        errors: [
          { message: 'Gone.', path: ['e0__entities', 0, 'x'], extensions, locations },
          { message: 'Slow.' },
          { message: 'Whose?', path: ['e99_me'] },
        ],
      },
      2,
    ),
  ).toEqual([
    {
      data: { _entities: [null] },
      errors: [
        { message: 'Gone.', path: ['_entities', 0, 'x'], extensions },
        { message: 'Slow.' },
        { message: 'Whose?', path: ['e99_me'] },
      ],
    },
    { data: { me: { name: 'A' } }, errors: [{ message: 'Slow.' }, { message: 'Whose?', path: ['e99_me'] }] },
  ]);
});

test('without data, no fetch has data', () => {
  const errors = [{ message: 'No.', path: ['e1_me'] }];
  expect(splitAnswer({ data: null, errors }, 2)).toEqual([
    { data: null },
    { data: null, errors: [{ message: 'No.', path: ['me'] }] },
  ]);
});

test('1,000 random sets of fetches: joining and splitting gives each the answer it gets alone', async () => {
  const below = seeded(20_261_121);
  let compared = 0;
  for (let n = 0; n < 1_000; n++) {
    const fetches = Array.from({ length: 2 + below(3) }, () => randomFetch(below));
    const joined = await execute(joinFetches(fetches));
    const alone = await Promise.all(fetches.map(execute));
    // A root field that is never null nulls all of them: `mergeFetches` then sends each alone.
    const costly = alone.some(({ data }) => data === null);
    expect(joined.data === null, JSON.stringify(fetches)).toBe(costly);
    if (costly) continue;
    expect(splitAnswer(joined, fetches.length), JSON.stringify(fetches)).toEqual(alone);
    compared++;
  }
  expect(compared).toBeGreaterThan(500);
});

test('joined texts are cached, and the least recently used goes first', () => {
  const made: string[] = [];
  const join = rememberJoined((queries) => {
    made.push(queries.join());
    return queries.join();
  }, 2);
  for (const queries of [['a'], ['b'], ['a'], ['c'], ['a'], ['b']])
    expect(join(queries)).toBe(queries.join());
  expect(made).toEqual(['a', 'b', 'c', 'b']);
  expect(join(['a', 'b'])).not.toBe(join(['a,b', '']));
});
