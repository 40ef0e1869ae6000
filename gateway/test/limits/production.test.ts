/** Tests what a client does not learn when introspection is off, as it is in production. */
import { expect, test } from 'vitest';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { all, TRANSPORTS } from '../subscriptions/clients.ts';
import { startHouse } from '../support/house.ts';

const REQUESTS: readonly [name: string, request: { query: string; variables?: Record<string, unknown> }][] = [
  ['an unknown field', { query: '{ callr { user } }' }],
  ['an unknown argument', { query: '{ order(ids: "1") { id } }' }],
  ['an unknown type', { query: '{ ... on Querys { slow } }' }],
  ['an unknown directive', { query: '{ slow @skp(if: true) }' }],
  ['an unknown field of an input', { query: '{ echo(input: { txt: "" }) }' }],
  [
    'the same in a variable',
    { query: 'query ($i: EchoInput!) { echo(input: $i) }', variables: { i: { text: '', txt: '' } } },
  ],
  ['an unknown field of a subscription', { query: 'subscription { orderUpdate(id: "1") { id } }' }],
  [
    'a wrong variable of a subscription',
    { query: 'subscription ($i: ID!) { orderUpdated(id: $i) { id } }', variables: { i: {} } },
  ],
  ['a document that does not parse', { query: '{ slow' }],
  ['a document that does not lex', { query: '{ "stack" }' }],
  ['a defect of a subgraph', { query: '{ defect }' }],
  ['a subgraph that is down', { query: '{ products { id } }' }],
  ['introspection', { query: '{ __schema { queryType { name } } }' }],
  ['a part of it', { query: '{ __type(name: "Query") { name } }' }],
];
const TOLD =
  /did you mean|caller|"text"|EchoLine|skip|at Object|\.ts[:"]|\.js[:"]|node_modules|127\.0\.0\.1|localhost|ECONN|secrets|stacktrace|serviceName/i;

const start = () =>
  startHouse({
    introspection: false,
    broker: createBroker(),
    relocate: { products: 'http://127.0.0.1:1/graphql' },
  });

const SENDERS: Record<
  string,
  (url: string, request: (typeof REQUESTS)[number][1], token: string) => Promise<unknown>
> = {
  POST: async (url, request, token) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify(request),
    });
    return { headers: [...response.headers], ...((await response.json()) as object) };
  },
  GET: async (url, { query, variables }, token) => {
    const parts = new URLSearchParams({ query, ...(variables && { variables: JSON.stringify(variables) }) });
    const headers = { 'apollo-require-preflight': '1', authorization: `Bearer ${token}` };
    return (await fetch(`${url}/graphql?${parts}`, { headers })).json();
  },
  ...Object.fromEntries(
    Object.entries(TRANSPORTS).map(([transport, listen]) => [
      transport,
      async (url: string, request: (typeof REQUESTS)[number][1], token: string) => {
        const [first] = await all(listen(url, request, token)).catch((errors) => [{ errors }]);
        return first;
      },
    ]),
  ),
};

test.each(Object.keys(SENDERS))(
  '%s: no error reveals the house, its schema or its code',
  async (transport) => {
    await using house = await start();
    const token = await house.tokens.sign();
    for (const [name, request] of REQUESTS) {
      const answer = (await SENDERS[transport]!(house.url, request, token)) as {
        errors?: { message: string }[];
      };
      expect([name, answer.errors?.length]).toEqual([name, expect.any(Number)]);
      const told = answer.errors!.map(({ message, ...more }) => {
        // An answer may repeat the client's own words.
        const own = ['callr', 'ids', 'Querys', 'skp', 'txt', 'orderUpdate', 'stack'];
        return JSON.stringify({
          message: own.reduce((left, word) => left.replaceAll(`"${word}"`, ''), message),
          ...more,
        });
      });
      expect([name, told.filter((error) => TOLD.test(error))]).toEqual([name, []]);
    }
  },
);

test.each(Object.keys(SENDERS))('%s: introspection is refused', async (transport) => {
  await using house = await start();
  const query = '{ __schema { types { name } } }';
  expect(await SENDERS[transport]!(house.url, { query }, await house.tokens.sign())).toMatchObject({
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
});
