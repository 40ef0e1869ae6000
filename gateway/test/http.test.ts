import { request as httpRequest } from 'node:http';
import { expect, test } from 'vitest';
import { read, startHouse } from './support/house.ts';

const SHOP = 'https://shop.example';

test('a page of a configured origin may use the API', async () => {
  await using house = await startHouse();
  const headers = ['authorization', 'content-type', 'apollographql-client-name', 'apollo-require-preflight'];
  const preflight = await fetch(`${house.url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin: SHOP,
      'access-control-request-method': 'POST',
      'access-control-request-headers': headers.join(','),
    },
  });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe(SHOP);
  expect(preflight.headers.get('access-control-allow-methods')).toBe('GET, POST');
  expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  const allowed = preflight.headers.get('access-control-allow-headers')!.split(', ');
  expect(allowed).toEqual(expect.arrayContaining(headers));
  const answer = await house.post({ query: '{ __typename }' }, { origin: SHOP });
  expect(answer.headers.get('access-control-allow-origin')).toBe(SHOP);
  expect(answer.headers.get('vary')).toContain('Origin');
});

test('such a page can read a refusal as well', async () => {
  await using house = await startHouse();
  const refused = await house.post({ query: '{ __typename }' }, { origin: SHOP, authorization: 'Bearer x' });
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, SHOP]);
});

test('a page of another origin may not', async () => {
  await using house = await startHouse();
  for (const origin of ['https://evil.example', 'null', 'https://shop.example.evil.example']) {
    const answer = await house.post({ query: '{ __typename }' }, { origin });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
});

test.each([
  ['text/plain', 400],
  ['application/x-www-form-urlencoded', 415],
  ['multipart/form-data; boundary=x', 415],
])('a form of another page cannot post: %s', async (type, status) => {
  await using house = await startHouse();
  const response = await house.post({ query: 'mutation { touch }' }, { 'content-type': type });
  expect(response.status).toBe(status);
  expect((await read(response)).errors[0].extensions.code).toBe('BAD_REQUEST');
});

test('GET is for queries, and from a page only with a header that requires a preflight', async () => {
  await using house = await startHouse();
  const get = (query: string, headers = {}) =>
    fetch(`${house.url}/graphql?query=${encodeURIComponent(query)}`, { headers });
  const page = { 'sec-fetch-site': 'cross-site' };
  expect((await get('{ __typename }', page)).status).toBe(400);
  expect((await get('{ __typename }', { origin: 'https://shop.example' })).status).toBe(400);
  expect((await get('{ __typename }')).status).toBe(200);
  const preflighted = { ...page, 'apollo-require-preflight': 'true' };
  expect(await read(await get('{ __typename }', preflighted))).toEqual({ data: { __typename: 'Query' } });
  const mutation = await get('mutation { touch }', preflighted);
  expect([mutation.status, mutation.headers.get('allow')]).toEqual([405, 'POST']);
});

test.each([
  ['malformed JSON', '{"query": ', 400],
  ['nothing', '', 400],
  ['no query', '{}', 400],
  ['a batch', '[{"query":"{ __typename }"}]', 400],
  ['more than 256 KiB', JSON.stringify({ query: `{ __typename } #${'x'.repeat(262_144)}` }), 413],
])('%s is refused in the shape of GraphQL', async (_, body, status) => {
  await using house = await startHouse();
  const response = await house.post(body);
  expect(response.status).toBe(status);
  const { errors } = await read(response);
  expect(errors).toEqual([{ message: expect.any(String), extensions: { code: 'BAD_REQUEST' } }]);
});

test('a malformed Host header is the client’s fault', async () => {
  await using house = await startHouse();
  const status = await new Promise((resolve, reject) => {
    const headers = { host: '[', 'content-type': 'application/json' };
    const request = httpRequest(`${house.url}/graphql`, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.on('error', reject).end('{"query":"{ __typename }"}');
  });
  expect(status).toBe(400);
});

test('every answer has the security headers, and none names the server software', async () => {
  await using house = await startHouse();
  for (const path of ['/health/live', '/nothing', '/graphql', '/.well-known/jwks.json']) {
    const { headers } = await fetch(house.url + path);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  }
});

test('answers are not to be stored', async () => {
  await using house = await startHouse();
  const response = await house.post({ query: '{ products { id } }' });
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('it is ready while the supergraph is loaded, whatever the state of the subgraphs', async () => {
  await using house = await startHouse();
  await house.subgraphs.get('inventory')!.close();
  expect(await read(await fetch(`${house.url}/health/live`))).toEqual({ status: 'ok' });
  expect(await read(await fetch(`${house.url}/health/ready`))).toEqual({
    status: 'ok',
    checks: { supergraph: 'ok', staying: 'ok' },
  });
});

test('a client may request application/graphql-response+json', async () => {
  await using house = await startHouse();
  const response = await house.post(
    { query: '{ __typename }' },
    { accept: 'application/graphql-response+json' },
  );
  expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
});
