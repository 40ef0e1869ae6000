import { expect, test } from 'vitest';
import { startHouse } from './support/house.ts';

test('several subgraphs answer one operation', async () => {
  await using house = await startHouse();
  expect(await house.ask('{ products { name available } caller { service } }')).toEqual({
    data: {
      products: [
        { name: 'Product a', available: 7 },
        { name: 'Product b', available: 7 },
      ],
      caller: { service: 'gateway' },
    },
  });
});

test('a subgraph that is down makes only its own fields null, with one error', async () => {
  await using house = await startHouse();
  await house.subgraphs.get('inventory')!.close();
  expect(await house.ask('{ products { name available } caller { service } }')).toEqual({
    data: {
      products: [
        { name: 'Product a', available: null },
        { name: 'Product b', available: null },
      ],
      caller: { service: 'gateway' },
    },
    errors: [
      {
        message: 'The inventory service is not available.',
        path: ['products', 0, 'available'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'inventory' },
      },
    ],
  });
});

test('a subgraph that is down costs its root fields', async () => {
  await using house = await startHouse();
  await house.subgraphs.get('products')!.close();
  const answer = await house.ask('{ list: products { id } caller { service } }');
  expect(answer.data).toEqual({ list: null, caller: { service: 'gateway' } });
  expect(answer.errors).toMatchObject([{ path: ['list'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  await using alive = await startHouse();
  expect((await alive.ask('{ products { id } }')).data.products).toHaveLength(2);
});

test('a subgraph that does not answer in time makes only its own fields null', async () => {
  await using house = await startHouse({ timeouts: { query: 100, mutation: 10_000, operation: 60_000 } });
  const answer = await house.ask('{ slow products { id } }');
  expect(answer).toMatchObject({
    data: { slow: null, products: [{ id: 'a' }, { id: 'b' }] },
    errors: [
      {
        message: 'The inventory service did not answer in time.',
        path: ['slow'],
        extensions: { code: 'SUBGRAPH_TIMEOUT', subgraph: 'inventory' },
      },
    ],
  });
});

test('a mutation has a longer timeout than a query', async () => {
  await using house = await startHouse({ timeouts: { query: 20, mutation: 10_000, operation: 60_000 } });
  const answered = house.ask('mutation { touch }');
  await house.gate.entered;
  const late = await house.ask('{ slow }');
  expect(late.errors[0].extensions.code).toBe('SUBGRAPH_TIMEOUT');
  house.gate.open();
  expect(await answered).toEqual({ data: { touch: true } });
});

test("a subgraph's refusal keeps its message, code, details and path", async () => {
  await using house = await startHouse();
  expect(await house.ask('{ no: refused }')).toEqual({
    data: { no: null },
    errors: [
      {
        message: 'Not now.',
        locations: undefined,
        path: ['no'],
        extensions: { code: 'CONFLICT', current: 3 },
      },
    ],
  });
});

test('a defect is reported in one sentence, without a stack, SQL or an address', async () => {
  await using house = await startHouse();
  const text = await (await house.post({ query: '{ defect }' })).text();
  expect(JSON.parse(text)).toEqual({
    data: { defect: null },
    errors: [
      { message: 'Internal server error', path: ['defect'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ],
  });
});

test('a reference to a deleted entity is null in its place, with an error that says why', async () => {
  await using house = await startHouse();
  expect(await house.ask('{ ghost { name code } products { id } }')).toEqual({
    data: { ghost: null, products: [{ id: 'a' }, { id: 'b' }] },
    errors: [
      {
        message: 'Cannot return null for non-nullable field Product.code.',
        path: ['ghost', 'code'],
        extensions: { code: 'MISSING_VALUE' },
      },
    ],
  });
});

test.each(['compiled', 'apollo'] as const)(
  'an operation with everything skipped calls no subgraph (%s)',
  async (executor) => {
    await using house = await startHouse({ executor });
    await house.subgraphs.get('products')!.close();
    const query =
      'query ($skip: Boolean!) { products @skip(if: $skip) { name } ghost @include(if: false) { name } }';
    expect(await house.ask(query, { skip: true })).toEqual({ data: {} });
    expect(await house.ask('{ products @include(if: false) { name } }')).toEqual({ data: {} });
    const byDefault = 'query ($skip: Boolean = true) { products @skip(if: $skip) { name } }';
    expect(await house.ask(byDefault)).toEqual({ data: {} });
    const touch = 'mutation ($touch: Boolean!) { touch @include(if: $touch) }';
    expect(await house.ask(touch, { touch: false })).toEqual({ data: {} });
  },
);
