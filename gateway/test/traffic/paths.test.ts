/**
 * Tests that each operation is counted once, whatever its path through the gateway, and that refused ones are
 * not.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLog } from '@holdfast/kit-base/log';
import { getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { readTraffic } from '../../../schema/src/traffic/read.ts';
import { createDocuments } from '../../src/security/documents/documents.ts';
import { readManifest } from '../../src/security/documents/manifest.ts';
import { createBroker } from '../../src/subscriptions/broker.ts';
import { openTrafficFile } from '../../src/traffic/file.ts';
import { merge } from '../../src/traffic/merge.ts';
import { type CountedOperation, createTraffic } from '../../src/traffic/traffic.ts';
import { all, TRANSPORTS } from '../subscriptions/clients.ts';
import { USER } from '../support/accessTokens.ts';
import { startHouse, testFolder } from '../support/house.ts';

type Options = NonNullable<Parameters<typeof startHouse>[0]>;

async function countedHouse(options: Options = {}) {
  const traffic = createTraffic({ log: silentLog });
  const house = await startHouse({ ...options, traffic });
  return { house, traffic, [Symbol.asyncDispose]: () => house[Symbol.asyncDispose]() };
}

/** The document, client and count of each operation. */
const shown = (counted: readonly CountedOperation[]) =>
  counted.flatMap(({ document, clients }) =>
    clients.map(({ name, version, count }) => [document, `${name}@${version}`, count] as const),
  );

const WEB = { 'apollographql-client-name': 'web', 'apollographql-client-version': '1.2.3' };

test.each(['compiled', 'apollo'] as const)(
  'each request counts once, the first on the regular path and the next on the fast path (%s)',
  async (executor) => {
    await using counted = await countedHouse({ executor });
    const { house, traffic } = counted;
    const query = 'query Echo { echo(input: { text: "a secret" }) }';
    for (let n = 0; n < 3; n++) expect((await house.post({ query }, WEB)).status).toBe(200);
    await house.post({ query: query.replace('a secret', 'another') }, WEB);
    await house.post({ query });
    const get = { 'apollo-require-preflight': '1', 'apollographql-client-name': 'tool' };
    await fetch(`${house.url}/graphql?query=${encodeURIComponent(query)}`, { headers: get });
    const document = 'query Echo($text_1:String!){echo(input:{text:$text_1})}';
    expect(shown(traffic.take())).toEqual([
      [document, 'web@1.2.3', 4],
      [document, 'null@null', 1],
      [document, 'tool@null', 1],
    ]);
  },
);

test('refused operations are not counted; those that fail in a subgraph are, on both paths', async () => {
  await using counted = await countedHouse();
  const { house, traffic } = counted;
  await house.ask('{ nothing }');
  await house.ask('{ caller');
  await house.ask('{ caller { user } }', {}, 'no-token');
  const query = 'query ($t: String!) { echo(input: { text: $t }) }';
  await house.ask(query, { t: 1 });
  await house.ask('query A { __typename } query B { __typename }');
  expect(traffic.take()).toEqual([]);
  await house.ask(query, { t: 'x' });
  await house.ask(query, { t: 1 });
  for (let n = 0; n < 3; n++) await house.ask('{ defect }');
  expect(shown(traffic.take())).toEqual([
    ['query($text_1:String!){echo(input:{text:$text_1})}', 'null@null', 1],
    ['{defect}', 'null@null', 3],
  ]);
});

test('after a change of the API, operations are counted by their form in the new one', async () => {
  await using counted = await countedHouse();
  const { house, traffic } = counted;
  await house.ask('{ products { id } }');
  const { supergraph } = house.gateway.graphs.current();
  await house.gateway.graphs.replace({ ...supergraph, sdl: `${supergraph.sdl}\n# another` });
  await house.ask('{ products { id } }');
  expect(shown(traffic.take())).toEqual([['{products{id}}', 'null@null', 2]]);
});

test('a persisted operation counts as if it had been sent', async () => {
  const body = 'query Caller { caller { user } }';
  const id = createHash('sha256').update(body).digest('hex');
  const operations = [{ id, name: 'Caller', type: 'query', body }];
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations };
  const documents = createDocuments('persisted', readManifest(JSON.stringify(manifest), 'the test'));
  await using counted = await countedHouse({ documents });
  const { house, traffic } = counted;
  const named = { extensions: { persistedQuery: { version: 1, sha256Hash: id } } };
  for (let n = 0; n < 3; n++) expect((await house.post(named, WEB)).status).toBe(200);
  await house.ask('{ caller { user } }');
  expect(shown(traffic.take())).toEqual([['query Caller{caller{user}}', 'web@1.2.3', 3]]);
});

for (const [transport, listen] of Object.entries(TRANSPORTS)) {
  test(`${transport}: a subscription counts when it starts, not for each event; a query counts`, async () => {
    const broker = createBroker();
    await using counted = await countedHouse({ broker });
    const { house, traffic } = counted;
    house.orders.set('secret-id', { id: 'secret-id', owner: USER, status: 'PENDING' });
    const token = await house.tokens.sign();
    const query = 'subscription Follow { mine: orderUpdated(id: "secret-id") { status } }';
    for (let n = 0; n < 2; n++) {
      const answers = listen(house.url, { query, headers: WEB }, token);
      expect((await answers.next()).value).toMatchObject({ data: { mine: { status: 'PENDING' } } });
      await answers.return();
    }
    await all(listen(house.url, { query: '{ caller { user } }', headers: WEB }, token));
    await all(listen(house.url, { query: 'subscription { orderUpdated(id: "1") { no } }' }, token)).catch(
      () => {},
    );
    expect(shown(traffic.take())).toEqual([
      ['subscription Follow($id_1:ID!){orderUpdated(id:$id_1){status}}', 'web@1.2.3', 2],
      ['{caller{user}}', 'web@1.2.3', 1],
    ]);
  });
}

test('the schema checks can read the file', async () => {
  await using counted = await countedHouse();
  await using folder = await testFolder();
  const { house, traffic } = counted;
  for (let n = 0; n < 3; n++) await house.post({ query: 'query Mine { mine: caller { user } }' }, WEB);
  await house.post({ query: `{ ${'x: '}caller { ...F } } fragment F on Caller { roles }` });
  const path = join(folder.path, 'traffic.json');
  const file = await openTrafficFile(path, { clock: () => new Date(), log: silentLog });
  await file.write(merge(await file.read(), traffic.take(), { now: new Date(), days: 90 }));
  const operations = await readTraffic(path, folder.path);
  expect(operations.map(({ name, clients }) => ({ name, clients }))).toEqual(
    expect.arrayContaining([
      { name: 'Mine', clients: ['web@1.2.3'] },
      { name: '(anonymous)', clients: ['unnamed client'] },
    ]),
  );
  await writeFile(path, '{}');
  await expect(readTraffic(path, folder.path)).rejects.toThrow(/not a traffic file/);
});

test('an operation without a normal form, or with a long one, is counted with others', () => {
  const traffic = createTraffic({ log: silentLog });
  const schema = { getRootType: () => undefined } as never;
  for (const text of ['{ a }', `{ ${'a '.repeat(40_000)} }`]) {
    const document = parse(text);
    const identity = traffic.identify(document, getOperationAST(document)!, schema);
    traffic.count(identity, { name: 'web', version: undefined });
  }
  expect(shown(traffic.take())).toEqual([['{__typename}', 'web@null', 2]]);
});
