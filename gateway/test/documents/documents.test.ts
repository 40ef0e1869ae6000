/** Tests which documents the gateway accepts: any, those named by a hash, or only those of its manifest. */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ApolloClient, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { OperatorError } from '@holdfast/kit-base/errors';
import { GraphQLError, print } from 'graphql';
import { expect, test } from 'vitest';
import { createDocuments } from '../../src/security/documents/documents.ts';
import { loadManifest, readManifest } from '../../src/security/documents/manifest.ts';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { TRANSPORTS } from '../subscriptions/clients.ts';
import { type House, read, startHouse, testFolder } from '../support/house.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const CALLER = gql`
  query Caller {
    caller {
      user
    }
  }
`;
/** The document as Apollo Client sends it, and as Apollo's tools write it into a manifest. */
const CALLER_TEXT = print(new InMemoryCache().transformDocument(CALLER));
const FOLLOW = 'subscription Follow($id: ID!) { orderUpdated(id: $id) { status } }';
const LOW = 'subscription Low { stockLow { id } }';

const manifestOf = (...operations: { id: string; body: string; [more: string]: unknown }[]) =>
  JSON.stringify({ format: 'apollo-persisted-query-manifest', version: 1, operations });
const MANIFEST = readManifest(
  manifestOf(
    { id: sha256(CALLER_TEXT), name: 'Caller', type: 'query', body: CALLER_TEXT },
    { id: 'touch', name: 'Touch', type: 'mutation', body: 'mutation Touch { touch }', clientName: 'web' },
    { id: 'follow', name: 'Follow', type: 'subscription', body: FOLLOW },
    { id: 'products', name: 'Products', type: 'query', body: 'query Products { products { id } }' },
  ),
  'the test',
);
const persistedQuery = (sha256Hash: unknown, version: unknown = 1) => ({
  extensions: { persistedQuery: { version, sha256Hash } },
});
const onlyListed = () =>
  startHouse({ documents: createDocuments('persisted', MANIFEST), broker: createBroker() });
const codeOf = async (response: Response) => (await read(response)).errors?.[0].extensions.code;

test('a client may send the id of a manifest’s document, in both modes, by POST and by GET', async () => {
  for (const mode of ['any', 'persisted'] as const) {
    await using house = await startHouse({ documents: createDocuments(mode, MANIFEST) });
    const data = { products: [{ id: 'a' }, { id: 'b' }] };
    expect(await read(await house.post(persistedQuery('products')))).toEqual({ data });
    const extensions = encodeURIComponent(JSON.stringify(persistedQuery('products').extensions));
    const headers = { 'apollo-require-preflight': 'true' };
    const got = await fetch(`${house.url}/graphql?extensions=${extensions}`, { headers });
    expect(await read(got)).toEqual({ data });
    const mutation = encodeURIComponent(JSON.stringify(persistedQuery('touch').extensions));
    expect((await fetch(`${house.url}/graphql?extensions=${mutation}`, { headers })).status).toBe(405);
  }
});

test.each<[name: string, body: object]>([
  ['another document', { query: '{ products { id } }' }],
  ['a listed document, formatted differently', { query: 'query Products{products{id}}' }],
  ['introspection', { query: '{ __schema { queryType { name } } }' }],
  ['the smallest document', { query: '{ __typename }' }],
  ['an unknown hash', persistedQuery(sha256('{ __typename }'))],
  ['a document with its hash', { query: '{ __typename }', ...persistedQuery(sha256('{ __typename }')) }],
  ['a document with the id of another', { query: '{ __typename }', ...persistedQuery('products') }],
  ['a document that does not parse', { query: '{' }],
])('where only the manifest counts, refused with 400: %s', async (_, body) => {
  await using house = await onlyListed();
  for (let n = 0; n < 2; n++) {
    const refused = await house.post(body);
    expect([refused.status, await codeOf(refused)]).toEqual([400, 'OPERATION_NOT_PERMITTED']);
  }
});

test('when only the manifest counts, a document’s text is as good as its id', async () => {
  await using house = await onlyListed();
  const answer = await house.post({ query: 'query Products { products { id } }' });
  expect(await read(answer)).toMatchObject({ data: { products: [{ id: 'a' }, { id: 'b' }] } });
  for (const nothing of [
    {},
    { query: '' },
    { query: null },
    { variables: {} },
    persistedQuery(['products']),
  ]) {
    expect(await codeOf(await house.post(nothing))).toBe('BAD_REQUEST');
  }
});

for (const [transport, listen] of Object.entries(TRANSPORTS)) {
  const first = async (house: House, request: object) => {
    const token = await house.tokens.sign();
    // graphql-ws requires a text; an empty one counts as none.
    const answers = listen(house.url, { query: '', ...request }, token);
    const { value } = await answers.next().catch((errors: unknown) => ({ value: { errors } }));
    await answers.return().catch(() => undefined);
    return value;
  };

  test(`${transport}: when only the manifest counts, no other document is accepted`, async () => {
    await using house = await onlyListed();
    house.orders.set('1', { id: '1', owner: '01990000-0000-7000-8000-000000000001', status: 'PENDING' });
    const variables = { id: '1' };
    expect(await first(house, { ...persistedQuery('products') })).toMatchObject({ data: { products: {} } });
    const followed = { data: { orderUpdated: { status: 'PENDING' } } };
    expect(await first(house, { ...persistedQuery('follow'), variables })).toEqual(followed);
    expect(await first(house, { query: FOLLOW, variables })).toEqual(followed);
    const refused = { errors: [{ extensions: { code: 'OPERATION_NOT_PERMITTED' } }] };
    for (const request of [{ query: LOW }, { query: '{ __typename }' }, persistedQuery('nothing')]) {
      expect(await first(house, request)).toMatchObject(refused);
    }
  });
}

test('automatic persisted queries work as in Apollo Server', async () => {
  await using house = await startHouse();
  const query = '{ caller { service } }';
  const missing = await house.post(persistedQuery(sha256(query)));
  expect([missing.status, missing.headers.get('cache-control')]).toEqual([
    200,
    'private, no-cache, must-revalidate',
  ]);
  expect(await read(missing)).toEqual({
    errors: [{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
  });
  const wrong = await house.post({ query, ...persistedQuery(sha256('{ slow }')) });
  expect([wrong.status, await codeOf(wrong)]).toEqual([400, 'BAD_REQUEST']);
  const old = await house.post({ query, ...persistedQuery(sha256(query), 2) });
  expect([old.status, await codeOf(old)]).toEqual([400, 'BAD_REQUEST']);
  await house.post({ query, ...persistedQuery(sha256(query)) });
  expect(await read(await house.post(persistedQuery(sha256(query))))).toMatchObject({ data: {} });
});

for (const [transport, listen] of Object.entries(TRANSPORTS)) {
  test(`${transport}: a query sent with its hash is registered`, async () => {
    await using house = await startHouse();
    const query = '{ caller { service user } }';
    const answer = { data: { caller: { service: 'gateway', user: null } } };
    for (const request of [
      { query, ...persistedQuery(sha256(query)) },
      { query: '', ...persistedQuery(sha256(query)) },
    ]) {
      const answers = listen(house.url, request);
      expect((await answers.next()).value).toEqual(answer);
      await answers.return();
    }
  });
}

test('an invalid document is not registered', async () => {
  await using house = await startHouse();
  const query = '{ nothing }';
  await house.post({ query, ...persistedQuery(sha256(query)) });
  expect(await codeOf(await house.post(persistedQuery(sha256(query))))).toBe('PERSISTED_QUERY_NOT_FOUND');
});

test('a document named by its hash has the same limits', async () => {
  const query = `{ ${Array.from({ length: 101 }, (_, n) => `a${n}: __typename`).join(' ')} }`;
  const manifest = readManifest(manifestOf({ id: 'many', body: query }), 'the test');
  await using house = await startHouse({ documents: createDocuments('persisted', manifest) });
  expect(await codeOf(await house.post(persistedQuery('many')))).toBe('OPERATION_TOO_COMPLEX');
});

test('Apollo Client with its link for persisted queries needs nothing else', async () => {
  await using house = await onlyListed();
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: new PersistedQueryLink({ sha256 }).concat(new HttpLink({ uri: `${house.url}/graphql` })),
  });
  expect((await client.query({ query: CALLER })).data).toMatchObject({ caller: { user: null } });
  const query = gql`
    query Other {
      products {
        name
      }
    }
  `;
  const error = await client.query({ query }).catch((reason: unknown) => reason);
  expect(CombinedGraphQLErrors.is(error)).toBe(true);
  expect(error).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_NOT_PERMITTED' } }] });
});

test('a new manifest takes effect at once', async () => {
  const documents = createDocuments('persisted', MANIFEST);
  await using house = await startHouse({ documents });
  expect((await house.post(persistedQuery('products'))).status).toBe(200);
  documents.replaceManifest(
    readManifest(manifestOf({ id: 'caller', body: '{ caller { user } }' }), 'the test'),
  );
  expect(await codeOf(await house.post(persistedQuery('products')))).toBe('OPERATION_NOT_PERMITTED');
  expect((await house.post(persistedQuery('caller'))).status).toBe(200);
});

test('the documents registered by clients are bounded: the least recently used goes first', () => {
  const documents = createDocuments('any', null);
  const textOf = (n: number) => `{ a${n} }${' '.repeat(90_000)}`;
  for (let n = 0; n < 100; n++) {
    documents.register(sha256(textOf(n)), textOf(n));
    documents.find(sha256(textOf(0)));
  }
  const kept = Array.from({ length: 100 }, (_, n) => n).filter((n) => documents.find(sha256(textOf(n))));
  expect(kept).toContain(0);
  expect(kept).toContain(99);
  expect(kept).not.toContain(1);
  expect(kept.length).toBe(88);
  documents.register('a hash of nothing', '{ slow }');
  expect(documents.resolve(persistedQuery('a hash of nothing'))).toBeInstanceOf(GraphQLError);
});

test.each([
  ['{', 'is no manifest of persisted operations: it is not JSON.'],
  ['{}', 'is no manifest of persisted operations: format: '],
  ['{"format":"apollo-persisted-query-manifest","version":2,"operations":[]}', 'version: '],
  [
    '{"format":"apollo-persisted-query-manifest","version":1,"operations":[{"id":"a"}]}',
    'operations.0.body: ',
  ],
  [manifestOf({ id: 'a', body: '{ a }' }, { id: 'a', body: '{ b }' }), 'has two operations of the id a.'],
  [manifestOf({ id: 'a', body: '{ a ' }), 'the operation a is no GraphQL document: Syntax Error'],
])('a wrong manifest is one line: %s', async (text, message) => {
  await using folder = await testFolder();
  const file = join(folder.path, 'operations.json');
  await expect(loadManifest(file)).rejects.toThrow(/^cannot read the persisted operations .* \(ENOENT\)/);
  await writeFile(file, text);
  const error = await loadManifest(file).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(OperatorError);
  expect((error as Error).message).toContain(message);
  expect((error as Error).message).not.toContain('\n');
});
