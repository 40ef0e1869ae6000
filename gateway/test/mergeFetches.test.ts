import { expect, test } from 'vitest';
import type { SubgraphFetch } from '../src/subgraphs/joinFetches.ts';
import { type Ask, mergeFetches } from '../src/subgraphs/mergeFetches.ts';
import { startHouse } from './support/house.ts';
import { startRecorder } from './support/recorder.ts';
import { execute, randomFetch, seeded } from './support/things.ts';

/** A subgraph that records its requests. */
function noting(answer: Ask<object> = (_, fetch) => execute(fetch)) {
  const asked: SubgraphFetch[] = [];
  const ask = mergeFetches<object>((request, fetch) => {
    asked.push(fetch);
    return answer(request, fetch);
  });
  return { ask, asked };
}

const one: SubgraphFetch = { query: '{ thing(id: "a") { id } }', variables: {}, operationName: undefined };
const two: SubgraphFetch = { query: 'query ($id: ID) { thing(id: $id) { id } }', variables: { id: 'b' } };

test('fetches of one turn and one client are one request; others are separate', async () => {
  const { ask, asked } = noting();
  const [mine, theirs] = [{}, {}];
  const answers = await Promise.all([
    ask(mine, one),
    ask(theirs, two),
    Promise.resolve().then(() => ask(mine, two)),
  ]);
  expect(answers).toEqual(['a', 'b', 'b'].map((id) => ({ data: { thing: { id } } })));
  expect(asked).toHaveLength(2);
  expect(asked[1]).toBe(two);
  await ask(mine, one);
  expect(asked[2]).toBe(one);
});

test('without an answer, each fetch rejects', async () => {
  const reason = new Error('down');
  const { ask, asked } = noting(() => Promise.reject(reason));
  const request = {};
  const told = await Promise.allSettled([ask(request, one), ask(request, two)]);
  expect(told).toEqual([1, 2].map(() => ({ status: 'rejected', reason })));
  expect(asked).toHaveLength(1);
});

test('500 random sets: merged fetches get the answers they get alone, even where one costs all their data', async () => {
  const below = seeded(7);
  for (let n = 0; n < 500; n++) {
    const fetches = Array.from({ length: 2 + below(3) }, () => randomFetch(below));
    const { ask, asked } = noting();
    const request = {};
    const merged = await Promise.all(fetches.map((fetch) => ask(request, fetch)));
    const alone = await Promise.all(fetches.map(execute));
    expect(merged, JSON.stringify(fetches)).toEqual(alone);
    expect(asked).toHaveLength(alone.some(({ data }) => data === null) ? 1 + fetches.length : 1);
  }
});

test('entities of one subgraph that are fetched together are one request', async () => {
  const entities = [{ available: 1 }, { available: 2 }];
  const data = { e0__entities: entities, e1__entities: [{ code: 'C' }] };
  await using recorder = await startRecorder({ data });
  await using house = await startHouse({ relocate: { inventory: recorder.url } });
  const answer = await house.ask('{ products { available } ghost { code } }');
  expect(answer).toEqual({ data: { products: entities, ghost: { code: 'C' } } });
  expect(recorder.requests).toHaveLength(1);
});

test('when that request fails, each fetch has its own error at the first field that it lost', async () => {
  await using recorder = await startRecorder({ status: 500, text: '' });
  await using house = await startHouse({ relocate: { inventory: recorder.url } });
  const { data, errors } = await house.ask('{ products { name available } ghost { name inStock: code } }');
  expect(data.products).toMatchObject([{ available: null }, { available: null }]);
  expect(errors).toMatchObject([
    { path: ['products', 0, 'available'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
    { path: ['ghost', 'inStock'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } },
  ]);
  expect(recorder.requests).toHaveLength(1);
});

test('fetches that the subgraph refuses to run are sent one by one', async () => {
  const refusal = {
    errors: [{ message: 'Unknown field', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  };
  await using recorder = await startRecorder({ status: 400, text: JSON.stringify(refusal) });
  await using house = await startHouse({ relocate: { inventory: recorder.url } });
  const { errors } = await house.ask('{ products { available } ghost { code } }');
  expect(errors).toHaveLength(2);
  expect(recorder.requests.map(({ body }) => /e0_/.test(body.query))).toEqual([true, false, false]);
});
