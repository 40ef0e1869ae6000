/** The same request takes the regular path first and the fast path afterwards, and gets the same answer. */
import { expect, test } from 'vitest';
import { USER } from '../support/accessTokens.ts';
import { startHouse } from '../support/house.ts';

type House = Awaited<ReturnType<typeof startHouse>>;

/** An answer without its `date` header. */
async function answer(house: House, body: unknown, headers: Record<string, string>) {
  const response = await house.post(body, { 'x-request-id': 'the-same-id', ...headers });
  const { date: _, ...rest } = Object.fromEntries(response.headers);
  return { status: response.status, headers: rest, text: await response.text() };
}

const REQUESTS: readonly [string, object, Record<string, string>?][] = [
  ['a query', { query: '{ products { id name available } }' }],
  [
    'one of two named operations',
    { query: 'query A { caller { service } } query B { __typename }', operationName: 'B' },
  ],
  [
    'variables',
    { query: 'query ($t: String!) { echo(input: { text: $t }) }', variables: { t: '"<\u2028é' } },
  ],
  ['a default', { query: 'query ($n: Int = 2) { echo(input: { text: "x" }, times: $n) }', variables: {} }],
  [
    'a condition',
    { query: 'query ($y: Boolean!) { caller { service @skip(if: $y) user } }', variables: { y: true } },
  ],
  ['errors', { query: '{ order(id: "x") { id } caller { service } }' }],
  [
    'introspection',
    { query: '{ __schema { queryType { name } } t: __type(name: "Caller") { kind } __typename }' },
  ],
  ['a page', { query: '{ caller { user } }' }, { origin: 'https://shop.example' }],
  ['a page of an unknown origin', { query: '{ caller { roles } }' }, { origin: 'https://evil.example' }],
  [
    'another media type',
    { query: '{ caller { user roles } }' },
    { accept: 'application/graphql-response+json' },
  ],
  ['a mutation', { query: 'mutation { touch }' }],
];

test.each(REQUESTS)('%s: the answers are the same, byte for byte', async (_, body, headers = {}) => {
  await using house = await startHouse();
  house.gate.open();
  const first = await answer(house, body, headers);
  expect(first.status).toBe(200);
  expect(await answer(house, body, headers)).toEqual(first);
  expect(await answer(house, body, headers)).toEqual(first);
});

test.each<[string, unknown, Record<string, string>, number]>([
  ['a bad token', { query: '{ caller { service } }' }, { authorization: 'Bearer x.y.z' }, 401],
  [
    'wrong variables',
    { query: 'query ($t: String!) { echo(input: { text: $t }) }', variables: { t: 1 } },
    {},
    400,
  ],
  ['no such operation', { query: 'query A { caller { service } }', operationName: 'B' }, {}, 400],
  ['a prototype', '{"query":"{ caller { service } }","variables":{"__proto__":{}}}', {}, 400],
  ['another content type', '{ caller { service } }', { 'content-type': 'text/plain' }, 400],
])('%s is refused as always when the operation is known', async (_, body, headers, status) => {
  await using house = await startHouse();
  const good = { query: '{ caller { service } }' };
  await house.post(good);
  await house.post({ query: 'query ($t: String!) { echo(input: { text: $t }) }', variables: { t: 'x' } });
  const { status: got, text } = await answer(house, body, headers);
  expect(got).toBe(status);
  expect(JSON.parse(text).errors[0].extensions.code).toMatch(/^[A-Z_]+$/);
  expect((await answer(house, good, {})).status).toBe(200);
});

test('each request is authenticated anew', async () => {
  await using house = await startHouse();
  const mine = await house.tokens.sign();
  const query = '{ caller { user } }';
  for (const token of [undefined, mine, undefined, mine]) {
    expect((await house.ask(query, {}, token)).data.caller.user).toBe(token ? USER : null);
  }
});
