/** Tests `extensions.trace`, which shows a client that requests it how its operation went. */
import { expect, test } from 'vitest';
import { type House, read, startHouse } from './support/house.ts';

const QUERY = '{ products { name available } caller { service } }';
const TRACE = { 'x-holdfast-trace': '1' };

const traced = async (house: House, query: string, headers: Record<string, string> = TRACE) =>
  read(await house.post({ query }, headers));

/** A clock that advances by one at each reading, so that later events have later times. */
function steps() {
  let passed = 0;
  return () => passed++;
}

test('a client that requests it sees each subgraph request, and gets the same data', async () => {
  await using house = await startHouse({ now: steps() });
  const { data, extensions, ...rest } = await traced(house, QUERY);
  expect(rest).toEqual({});
  expect(data).toEqual((await house.ask(QUERY)).data);
  expect(Object.keys(extensions)).toEqual(['trace']);
  const { planning, fetches } = extensions.trace;
  expect(planning).toEqual({ milliseconds: expect.any(Number), cached: false });
  const time = { start: expect.any(Number), milliseconds: expect.any(Number) };
  const [products, inventory] = ['products', 'inventory'].map((name) =>
    fetches.find(({ subgraph }: { subgraph: string }) => subgraph === name),
  );
  expect(fetches).toHaveLength(3);
  expect(fetches).toContainEqual({ subgraph: 'users', paths: [''], ...time });
  expect(products).toEqual({ subgraph: 'products', paths: [''], ...time });
  expect(inventory).toEqual({ subgraph: 'inventory', paths: ['products.@'], representations: 2, ...time });
  expect(products.start).toBeGreaterThan(planning.milliseconds);
  expect(inventory.start).toBeGreaterThan(products.start + products.milliseconds);
});

test('fetches joined into one request are one entry, with all their paths', async () => {
  await using house = await startHouse();
  const { trace } = (await traced(house, '{ products { available } ghost { available } }')).extensions;
  expect(trace.fetches).toMatchObject([
    { subgraph: 'products', paths: [''] },
    { subgraph: 'inventory', paths: ['products.@', 'ghost'], representations: 3 },
  ]);
});

test('a plan from the cache is marked, whichever path the operation took before', async () => {
  await using house = await startHouse();
  for (let i = 0; i < 3; i++) expect(await house.ask(QUERY)).not.toHaveProperty('extensions');
  const { trace } = (await traced(house, QUERY)).extensions;
  expect(trace.planning.cached).toBe(true);
  expect(trace.fetches).toHaveLength(3);
});

test('a failed fetch has its code, and reveals nothing of the house', async () => {
  await using house = await startHouse();
  await house.subgraphs.get('inventory')!.close();
  const { trace } = (await traced(house, '{ products { available } }')).extensions;
  expect(trace.fetches).toMatchObject([
    { subgraph: 'products' },
    { subgraph: 'inventory', error: 'SUBGRAPH_UNAVAILABLE' },
  ]);
  expect(trace.fetches[0]).not.toHaveProperty('error');
  expect(JSON.stringify(trace)).not.toMatch(/127\.0\.0\.1|localhost|http/);
});

test('a subgraph’s refusal has its code, a defect INTERNAL_SERVER_ERROR', async () => {
  await using house = await startHouse();
  const errorOf = async (query: string) =>
    (await traced(house, query)).extensions.trace.fetches.map(({ error }: { error: string }) => error);
  expect(await errorOf('{ refused }')).toEqual(['CONFLICT']);
  expect(await errorOf('{ defect }')).toEqual(['INTERNAL_SERVER_ERROR']);
});

test('the plan comes along with it', async () => {
  await using house = await startHouse();
  const both = { ...TRACE, 'apollo-query-plan-experimental': '1' };
  const { extensions } = await traced(house, QUERY, both);
  expect(Object.keys(extensions).sort()).toEqual(['__queryPlanExperimental', 'trace']);
});

test('without introspection there is no trace, as in production', async () => {
  await using house = await startHouse({ introspection: false });
  expect(await traced(house, QUERY)).toEqual(await house.ask(QUERY));
  expect(await traced(house, QUERY)).not.toHaveProperty('extensions');
});

test('the other executor has only the plan', async () => {
  await using house = await startHouse({ executor: 'apollo' });
  const both = { ...TRACE, 'apollo-query-plan-experimental': '1' };
  expect(Object.keys((await traced(house, QUERY, both)).extensions)).toEqual(['__queryPlanExperimental']);
  expect(await traced(house, QUERY)).not.toHaveProperty('extensions');
});

test('a known operation has its cost, too', async () => {
  await using house = await startHouse();
  for (let i = 0; i < 3; i++) await house.ask(QUERY);
  expect((await traced(house, QUERY, { 'x-holdfast-cost': '1' })).extensions).toHaveProperty('cost');
});

test('a page of a trusted origin may request it', async () => {
  await using house = await startHouse();
  const asked = {
    origin: 'https://shop.example',
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'x-holdfast-trace',
  };
  const allowed = await fetch(`${house.url}/graphql`, { method: 'OPTIONS', headers: asked });
  expect(allowed.headers.get('access-control-allow-headers')).toContain('x-holdfast-trace');
});
