/**
 * For each limit: an operation just under it passes; one just over it is refused with one error, and no
 * subgraph is called.
 */
import { expect, test } from 'vitest';
import { DEFAULT_LIMITS, type Limits } from '../../src/security/limits/limits.ts';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { all, TRANSPORTS } from '../subscriptions/clients.ts';
import { read } from '../support/house.ts';
import { refusalOf, startCounting } from './asked.ts';

const ECHO = 'query ($input: EchoInput!) { echo(input: $input) }';
const echo = (input: object) => ({ query: ECHO, variables: { input } });
const line = (id: unknown) => ({ id, quantity: 1 });

const CASES: readonly [limit: keyof Limits, max: number, under: object, over: object, found?: number][] = [
  ['documentLength', 15, { query: '{caller{user}} ' }, { query: '{caller{user}}  ' }, 16],
  ['tokens', 6, { query: '{ caller { user } }' }, { query: '{ caller { user service } }' }],
  [
    'depth',
    3,
    { query: '{ stockItems { nodes { id } } }' },
    { query: '{ stockItems { nodes { product { id } } } }' },
    4,
  ],
  [
    'depth',
    3,
    { query: '{ stockItems { ...A } } fragment A on StockItems { nodes { ... { id } } }' },
    {
      query:
        '{ stockItems { ...A } } fragment A on StockItems { nodes { product { ...B } } } fragment B on Product { id }',
    },
    4,
  ],
  [
    'fields',
    4,
    { query: '{ products { id name available } }' },
    { query: '{ products { id name available code } }' },
    5,
  ],
  [
    'fields',
    6,
    { query: '{ products { ...A } ghost { ...A } } fragment A on Product { id name }' },
    { query: '{ products { ...A } ghost { ...A ...A } } fragment A on Product { id name }' },
    8,
  ],
  ['aliases', 1, { query: '{ products { a: id } }' }, { query: '{ products { a: id b: id } }' }, 2],
  [
    'aliases',
    2,
    { query: '{ products { ...A } ghost { ...A } } fragment A on Product { a: id }' },
    { query: '{ products { ...A } b: ghost { ...A } } fragment A on Product { a: id }' },
    3,
  ],
  [
    'rootFields',
    2,
    { query: '{ refused slow }' },
    { query: '{ refused ...A } fragment A on Query { slow defect }' },
    3,
  ],
  [
    'directives',
    2,
    { query: '{ products { id @skip(if: false) name @skip(if: false) } }' },
    {
      query:
        'query ($a: Boolean = false) { products { id @skip(if: $a) ... @skip(if: $a) { name @skip(if: $a) } } }',
    },
    3,
  ],
  [
    'directivesPerPlace',
    1,
    { query: '{ products { id @skip(if: false) } }' },
    { query: '{ products { id @skip(if: false) @include(if: true) } }' },
    2,
  ],
  [
    'fragments',
    2,
    { query: '{ ...A } fragment A on Query { products { ...B ...B } } fragment B on Product { id }' },
    {
      query:
        '{ ...A } fragment A on Query { products { ...B } } fragment B on Product { ...C } fragment C on Product { id }',
    },
    3,
  ],
  [
    'cost',
    20,
    { query: '{ a: products { id } products { id } }' },
    { query: '{ a: products { id } products { id } ghost { id } }' },
    21,
  ],
  [
    'variableKeys',
    5,
    echo({ text: '', lines: [line('x')] }),
    echo({ text: '', lines: [line('x')], more: 1 }),
  ],
  ['variableDepth', 3, echo({ text: '', lines: [line('x')] }), echo({ text: '', lines: [line(['x'])] })],
  [
    'variableDepth',
    2,
    { query: '{ echo(input: { text: "", lines: [] }) }' },
    { query: '{ echo(input: { text: "", lines: [{ id: "", quantity: 1 }] }) }' },
    3,
  ],
  ['listLength', 2, echo({ text: '', lines: [line(1), line(2)] }), echo({ text: '', lines: [1, 2, 3] }), 3],
  ['stringLength', 5, echo({ text: '12345' }), echo({ text: '123456' }), 6],
  [
    'stringLength',
    5,
    echo({ text: '' }),
    { query: '{ refused }', variables: { unused: { '123456': 1 } } },
    6,
  ],
];

/** A caller without restrictions. */
const asStaff = async ({ sign }: { sign(roles?: readonly string[]): Promise<string> }) => ({
  authorization: `Bearer ${await sign(['STAFF'])}`,
});

test.each(CASES)('%s: %i', async (limit, max, under, over, found) => {
  await using gateway = await startCounting({ limits: { ...DEFAULT_LIMITS, [limit]: max } });
  const refused = await refusalOf(await gateway.post(over));
  expect(refused).toEqual({
    status: 400,
    message: expect.stringContaining(`at most ${max} `),
    extensions: {
      code: 'OPERATION_TOO_COMPLEX',
      limit,
      max,
      ...(found !== undefined && { found }),
    },
  });
  expect(gateway.asked()).toBe(0);
  const passed = await gateway.post(under, await asStaff(gateway));
  expect(JSON.stringify(await read(passed))).not.toMatch(/OPERATION_TOO_COMPLEX|BAD_|GRAPHQL_/);
  expect(gateway.asked()).toBe(1);
});

test.each(CASES)('%s: %i can be switched off', async (limit, _max, _under, over) => {
  await using gateway = await startCounting({
    limits: { ...DEFAULT_LIMITS, [limit]: Number.POSITIVE_INFINITY },
  });
  expect(JSON.stringify(await read(await gateway.post(over)))).not.toContain('OPERATION_TOO_COMPLEX');
});

test('the cost depends on the variables', async () => {
  await using gateway = await startCounting({ limits: { ...DEFAULT_LIMITS, cost: 10 } });
  const query =
    'query ($all: Boolean = false) { refused products { id } again: products @include(if: $all) { id } }';
  expect((await refusalOf(await gateway.post({ query, variables: { all: true } }))).extensions).toMatchObject(
    {
      limit: 'cost',
      found: 20,
    },
  );
  expect(gateway.asked()).toBe(0);
  await gateway.post({ query });
  expect(gateway.asked()).toBe(2);
});

test('every operation and fragment of a document counts, because all are validated', async () => {
  await using gateway = await startCounting({ limits: { ...DEFAULT_LIMITS, aliases: 1 } });
  for (const rest of ['query B { a: slow b: slow }', 'fragment F on Query { a: slow b: slow }']) {
    const answer = await gateway.post({ query: `query A { refused } ${rest}`, operationName: 'A' });
    expect((await refusalOf(answer)).extensions).toMatchObject({ limit: 'aliases' });
  }
});

test('a query in the URL has the same limits', async () => {
  await using gateway = await startCounting({ limits: { ...DEFAULT_LIMITS, aliases: 1, stringLength: 2 } });
  const get = (parts: Record<string, string>) =>
    fetch(`${gateway.url}/graphql?${new URLSearchParams(parts)}`, {
      headers: { 'x-apollo-operation-name': 'x' },
    });
  const deep = await refusalOf(await get({ query: '{ a: slow b: slow }' }));
  expect(deep).toMatchObject({ status: 400, extensions: { limit: 'aliases' } });
  const long = await refusalOf(await get({ query: '{ slow }', variables: '{"a":"123"}' }));
  expect(long).toMatchObject({ status: 400, extensions: { limit: 'stringLength' } });
  expect(gateway.asked()).toBe(0);
});

for (const [transport, listen] of Object.entries(TRANSPORTS)) {
  test.each([
    ['a query', '{ a: slow b: slow }'],
    ['a subscription', 'subscription { orderUpdated(id: "1") { a: id b: id } }'],
  ])(`${transport}: %s has the same limits`, async (_, query) => {
    await using gateway = await startCounting({
      limits: { ...DEFAULT_LIMITS, aliases: 1, stringLength: 2 },
      broker: createBroker(),
    });
    const token = await gateway.sign();
    const errorsOf = async (request: Parameters<typeof listen>[1]) => {
      const answers = await all(listen(gateway.url, request, token)).catch((errors) => [{ errors }]);
      return answers[0].errors;
    };
    const limit = (name: string) => [{ extensions: { code: 'OPERATION_TOO_COMPLEX', limit: name } }];
    expect(await errorsOf({ query })).toMatchObject(limit('aliases'));
    expect(await errorsOf({ query: '{ slow }', variables: { a: '123' } })).toMatchObject(
      limit('stringLength'),
    );
    expect(gateway.asked()).toBe(0);
  });
}

test('no name in the variables reaches a prototype, whatever the transport', async () => {
  await using gateway = await startCounting();
  const variables = JSON.parse('{"input":{"text":"","lines":[{"__proto__":{"id":1}}]}}');
  const parts = new URLSearchParams({ query: ECHO, variables: JSON.stringify(variables) });
  const headers = { 'apollo-require-preflight': 'true' };
  const refused = await refusalOf(await fetch(`${gateway.url}/graphql?${parts}`, { headers }));
  expect(refused).toMatchObject({ status: 400, extensions: { code: 'BAD_USER_INPUT' } });
  const { WebSocket: overWebSocket } = TRANSPORTS;
  const errors = await all(overWebSocket!(gateway.url, { query: ECHO, variables })).catch((reason) => reason);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  expect(gateway.asked()).toBe(0);
});

test('an array of operations is refused, and none of them runs', async () => {
  await using gateway = await startCounting();
  const refused = await refusalOf(await gateway.post([{ query: '{ slow }' }, { query: '{ refused }' }]));
  expect(refused).toMatchObject({ status: 400, extensions: { code: 'BAD_REQUEST' } });
  expect(gateway.asked()).toBe(0);
});

test('a request that browsers send without a preflight is refused, whatever it contains', async () => {
  await using gateway = await startCounting();
  const query = encodeURIComponent('{ slow }');
  const refused = await refusalOf(
    await fetch(`${gateway.url}/graphql?query=${query}`, { headers: { origin: 'https://evil.example' } }),
  );
  expect(refused).toMatchObject({ status: 400, extensions: { code: 'BAD_REQUEST' } });
  expect(gateway.asked()).toBe(0);
});

test('a request may have as many bytes as the setting allows', async () => {
  await using gateway = await startCounting({ bodyLimit: 100 });
  const body = (length: number) => JSON.stringify({ query: '{ slow }', x: 'x' }).padEnd(length);
  expect((await gateway.post(body(100))).status).toBe(200);
  expect(await refusalOf(await gateway.post(body(101)))).toMatchObject({
    status: 413,
    extensions: { code: 'BAD_REQUEST' },
  });
});

test('a client that requests the cost gets it', async () => {
  await using gateway = await startCounting();
  const ask = async (headers = {}) => read(await gateway.post({ query: '{ products { id } }' }, headers));
  expect((await ask({ 'x-holdfast-cost': '1' })).extensions).toEqual({
    cost: { estimated: 10, max: DEFAULT_LIMITS.cost },
  });
  expect(await ask()).not.toHaveProperty('extensions');
});
