/**
 * Over HTTP, WebSockets and server-sent events, the gateway refuses forbidden fields without calling a
 * subgraph for them.
 */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { all, TRANSPORTS } from '../subscriptions/clients.ts';
import { read, startHouse } from '../support/house.ts';
import { type Recorder, startRecorder } from '../support/recorder.ts';

const asked = ({ requests }: Recorder) => requests.map(({ body }) => body.query as string);

test('a forbidden field is not fetched, and one that is the whole operation costs no request', async () => {
  await using users = await startRecorder({ data: { caller: { user: null } } });
  await using house = await startHouse({ relocate: { users: users.url } });
  const error = { message: 'Sign in to do this.', extensions: { code: 'UNAUTHENTICATED' } };
  expect(await house.ask('{ secret account { id } }')).toEqual({
    data: { secret: null, account: null },
    errors: [
      { ...error, path: ['secret'] },
      { ...error, path: ['account'] },
    ],
  });
  expect(users.requests).toEqual([]);
  expect(await house.ask('{ x: secret caller { user } }')).toEqual({
    data: { x: null, caller: { user: null } },
    errors: [{ ...error, path: ['x'] }],
  });
  expect(asked(users)).toEqual(['{caller{user}}']);
});

test('callers of the same operation each get their own plan', async () => {
  await using house = await startHouse();
  const customer = await house.tokens.sign();
  const staff = await house.tokens.sign({ roles: ['STAFF'] });
  const body = {
    query:
      'query A { secret account { id } caller { user } } query B { account { id } } query C { caller { user } }',
  };
  const ask = async (operationName: string, token?: string) => {
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const { data, errors = [] } = await read(await house.post({ ...body, operationName }, authorization));
    return [
      data,
      errors.map(({ path, extensions }: { path: string[]; extensions: { code: string } }) => [
        ...path,
        extensions.code,
      ]),
    ];
  };
  for (let round = 0; round < 2; round++) {
    expect(await ask('A')).toEqual([
      { secret: null, account: null, caller: { user: null } },
      [
        ['secret', 'UNAUTHENTICATED'],
        ['account', 'UNAUTHENTICATED'],
      ],
    ]);
    expect(await ask('A', staff)).toEqual([
      { secret: 'secret', account: { id: expect.any(String) }, caller: { user: expect.any(String) } },
      [],
    ]);
    expect(await ask('A', customer)).toEqual([
      { secret: null, account: { id: expect.any(String) }, caller: { user: expect.any(String) } },
      [['secret', 'FORBIDDEN']],
    ]);
    expect(await ask('B')).toEqual([{ account: null }, [['account', 'UNAUTHENTICATED']]]);
    expect(await ask('B', customer)).toEqual([{ account: { id: expect.any(String) } }, []]);
    expect(await ask('C')).toEqual([{ caller: { user: null } }, []]);
  }
});

test.each(Object.entries(TRANSPORTS))(
  '%s: this holds for queries, and for the queries of a subscription',
  async (_, ask) => {
    await using users = await startRecorder({ data: {} });
    await using orders = await startRecorder({ data: {} });
    const broker = { follow: () => () => {}, publish: () => {}, heard: Promise.resolve(), gap: () => {} };
    await using house = await startHouse({ broker, relocate: { users: users.url, orders: orders.url } });
    const refused = (path: string, code: string) => [
      expect.objectContaining({
        data: { [path]: null },
        errors: [expect.objectContaining({ path: [path], extensions: { code } })],
      }),
    ];
    expect(await all(ask(house.url, { query: '{ secret }' }))).toEqual(refused('secret', 'UNAUTHENTICATED'));
    const customer = await house.tokens.sign();
    expect(await all(ask(house.url, { query: '{ secret }' }, customer))).toEqual(
      refused('secret', 'FORBIDDEN'),
    );
    const subscription = { query: 'subscription { stockLow { id } }' };
    expect(await all(ask(house.url, subscription))).toEqual(refused('stockLow', 'UNAUTHENTICATED'));
    expect(await all(ask(house.url, subscription, customer))).toEqual(refused('stockLow', 'FORBIDDEN'));
    expect([...users.requests, ...orders.requests]).toEqual([]);
  },
);

const INTERNAL = [
  '{ _service { sdl } }',
  '{ _entities(representations: [{ __typename: "Account", id: "1" }]) { __typename } }',
  'query Q($of: [_Any!]!) { _entities(representations: $of) { ... on Product { id } } }',
  '{ ... on Query { _service { __typename } } }',
];

test.each(INTERNAL)('no transport reaches %s', async (query) => {
  await using users = await startRecorder({ data: {} });
  await using house = await startHouse({ relocate: { users: users.url } });
  const token = await house.tokens.sign({ roles: ['ADMIN'] });
  const authorization = `Bearer ${token}`;
  const preflight = { 'apollo-require-preflight': 'true', authorization };
  const sha256Hash = createHash('sha256').update(query).digest('hex');
  const extensions = { persistedQuery: { version: 1, sha256Hash } };
  const url = new URL(`${house.url}/graphql`);
  url.searchParams.set('query', query);
  const answers = [
    await house.post({ query }, { authorization }),
    await fetch(url, { headers: preflight }),
    await house.post({ query, extensions }, { authorization }),
  ];
  for (const answer of answers) {
    expect(answer.status).toBe(400);
    expect((await read(answer)).errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  }
  // Its hash alone is refused too: it is not registered, or as invalid as before.
  const byHash = await read(await house.post({ extensions }, { authorization }));
  expect(byHash.errors[0].extensions.code).toMatch(/PERSISTED_QUERY_NOT_FOUND|GRAPHQL_VALIDATION_FAILED/);
  for (const ask of Object.values(TRANSPORTS)) {
    const told = await all(ask(house.url, { query }, token)).catch((errors: unknown) => [{ errors }]);
    expect(JSON.stringify(told)).toContain('GRAPHQL_VALIDATION_FAILED');
    expect(told.some(({ data }) => data)).toBe(false);
  }
  expect(users.requests).toEqual([]);
});

test('introspection does not show them', async () => {
  await using house = await startHouse();
  const { data } = await house.ask(
    '{ any: __type(name: "_Any") { name } entity: __type(name: "_Entity") { name } service: __type(name: "_Service") { name } root: __type(name: "Query") { fields { name } } }',
  );
  expect(data).toMatchObject({ any: null, entity: null, service: null });
  expect(data.root.fields.filter(({ name }: { name: string }) => name.startsWith('_'))).toEqual([]);
});
