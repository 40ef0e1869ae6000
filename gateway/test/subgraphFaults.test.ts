import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { startHouse } from './support/house.ts';
import { startRecorder } from './support/recorder.ts';

const UNAVAILABLE = {
  message: 'The users service is not available.',
  path: ['caller'],
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'users' },
};

const refusal = (code: string) => ({ errors: [{ message: 'Unknown field', extensions: { code } }] });

test.each([
  ['a proxy’s page', { status: 200, text: '<h1>Welcome to nginx at 10.0.0.1</h1>' }],
  ['a 500', { status: 500, text: JSON.stringify({ errors: [{ message: 'at 10.0.0.1' }] }) }],
  ['no trust in this gateway', { status: 401, text: JSON.stringify(refusal('UNAUTHENTICATED')) }],
  ['JSON that is not a GraphQL response', { status: 200, text: '[]' }],
  ['malformed errors', { status: 200, text: '{"errors":"all"}' }],
  ['nothing', { status: 200, text: '' }],
  [
    'a schema other than the planned one',
    { status: 400, text: JSON.stringify(refusal('GRAPHQL_VALIDATION_FAILED')) },
  ],
])('an answer that is none costs its fields: %s', async (_, answer) => {
  await using recorder = await startRecorder(answer);
  await using house = await startHouse({ relocate: { users: recorder.url } });
  expect(await house.ask('{ caller { user } products { id } }')).toEqual({
    data: { caller: null, products: [{ id: 'a' }, { id: 'b' }] },
    errors: [UNAVAILABLE],
  });
});

test('an error without a code, and a subgraph’s internal details, stay inside', async () => {
  const errors = [
    { message: 'column "x" at 10.0.0.1', path: ['caller'] },
    { message: 'Not now.', path: ['caller'], extensions: { code: 'CONFLICT', stacktrace: ['at 10.0.0.1'] } },
  ];
  await using recorder = await startRecorder({ data: { caller: null }, errors });
  await using house = await startHouse({ relocate: { users: recorder.url } });
  expect((await house.ask('{ caller { user } }')).errors).toEqual([
    { message: 'Internal server error', path: ['caller'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    { message: 'Not now.', path: ['caller'], extensions: { code: 'CONFLICT' } },
  ]);
});

test('a broken connection costs its fields', async () => {
  const server = createServer((request) => request.socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  await using house = await startHouse({ relocate: { users: url } });
  expect(await house.ask('{ caller { user } }')).toEqual({ data: { caller: null }, errors: [UNAVAILABLE] });
  server.close();
});

test('entities are fetched in one request, each once', async () => {
  const _entities = [{ available: 1 }, { available: 2 }];
  await using recorder = await startRecorder({ data: { _entities } });
  await using house = await startHouse({ relocate: { inventory: recorder.url } });
  const { data } = await house.ask('{ products { available } }');
  expect(data.products).toEqual(_entities);
  expect(recorder.requests).toHaveLength(1);
  expect(recorder.requests[0]!.body.variables.representations).toEqual([
    { __typename: 'Product', id: 'a' },
    { __typename: 'Product', id: 'b' },
  ]);
});
