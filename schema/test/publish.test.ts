import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import {
  generatePersistedQueryIdsAtRuntime,
  generatePersistedQueryIdsFromManifest,
} from '@apollo/persisted-query-lists';
import { print } from 'graphql';
import { expect, test } from 'vitest';
import { startGatewayProcess } from '../../gateway/test/ops/gatewayProcess.ts';
import { loadConfig } from '../src/config.ts';
import { manifestOf } from '../src/manifest/manifest.ts';
import { loadOperations } from '../src/operations/load.ts';
import type { Problem } from '../src/problem.ts';
import { openProject, type Project } from './support/project.ts';

const CONFIG = ['--config', 'config.json'];
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** The subgraph in the gateway's own tests of its process. */
const SHOP = `type Query { hello: String! slow: String big: [String!]! page: Page }
type Mutation { place: String }
type Page { title: String related: [Page!] }`;

async function shop(operations: Record<string, string>): Promise<Project> {
  const project = await openProject();
  const write = async (name: string, text: string) => {
    await mkdir(dirname(join(project.folder, name)), { recursive: true });
    await writeFile(join(project.folder, name), text);
  };
  await write('shop.graphql', SHOP);
  const subgraphs = { shop: { schema: 'shop.graphql' } };
  const entries = [{ files: ['ops/*/*.graphql'] }, { client: 'web', files: ['src/**/*.ts'] }];
  await write('config.json', JSON.stringify({ subgraphs, operations: entries }));
  for (const [name, text] of Object.entries(operations)) await write(name, text);
  return project;
}

async function publish(project: Project, ...more: string[]) {
  const { code, out } = await project.run('operations', 'publish', ...CONFIG, '--format', 'json', ...more);
  return { code, problems: (JSON.parse(out) as { problems: Problem[] }).problems };
}

const read = async ({ folder }: Project, name = 'persistedOperations.json') =>
  JSON.parse(await readFile(join(folder, name), 'utf8')) as {
    operations: { id: string; name: string; body: string }[];
  };

test('a gateway that accepts only listed operations serves Apollo Client with this manifest, and refuses the rest', async () => {
  await using project = await shop({
    'ops/web/hello.graphql': 'query Hello {\n  hello\n}\n',
    'src/place.ts': 'export const PLACE = gql`mutation Place { place }`;',
  });
  expect(await publish(project, '--out', 'listed.json')).toEqual({ code: 0, problems: [] });
  const file = join(project.folder, 'listed.json');
  await using gateway = await startGatewayProcess({ DOCUMENTS: 'persisted', PERSISTED_OPERATIONS: file });

  const sent: string[] = [];
  const client = new ApolloClient({
    cache: new InMemoryCache(),
    link: new PersistedQueryLink(
      generatePersistedQueryIdsFromManifest({ loadManifest: () => read(project, 'listed.json') }),
    ).concat(
      new HttpLink({
        uri: `${gateway.url}/graphql`,
        fetch: (url, init) => {
          sent.push(String(init?.body));
          return fetch(url, init);
        },
      }),
    ),
  });
  const query = gql`query Hello { hello }`;
  expect((await client.query({ query })).data).toEqual({ hello: 'world' });
  expect(sent.map((body) => JSON.parse(body).query)).toEqual([undefined]);
  await expect(client.query({ query: gql`query Other { big }` })).rejects.toThrow(
    'Operation Other not found in manifest',
  );

  const post = async (body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = (await (await fetch(`${gateway.url}/graphql`, init)).json()) as {
      data?: unknown;
      errors?: { extensions: { code: string } }[];
    };
    return answer.errors?.[0]?.extensions.code ?? answer.data;
  };
  // The text of the file, the document as printed, and an operation that is not listed.
  expect(await post({ query: 'query Hello {\n  hello\n}\n' })).toEqual({ hello: 'world' });
  expect(await post({ query: print(query) })).toEqual({ hello: 'world' });
  expect(await post({ query: '{ hello }' })).toBe('OPERATION_NOT_PERMITTED');
  const persistedQuery = { version: 1, sha256Hash: sha256('{ hello }') };
  expect(await post({ query: '{ hello }', extensions: { persistedQuery } })).toBe('OPERATION_NOT_PERMITTED');
});

test('a gateway that accepts any operation knows the manifest and still takes automatic persisted queries', async () => {
  await using project = await shop({ 'ops/web/hello.graphql': 'query Hello { hello }' });
  await publish(project);
  const file = join(project.folder, 'persistedOperations.json');
  await using gateway = await startGatewayProcess({ DOCUMENTS: 'any', PERSISTED_OPERATIONS: file });
  const sent: boolean[] = [];
  const ask = (link: ConstructorParameters<typeof PersistedQueryLink>[0], query: ReturnType<typeof gql>) => {
    const http = new HttpLink({
      uri: `${gateway.url}/graphql`,
      fetch: (url, init) => {
        sent.push('query' in JSON.parse(String(init?.body)));
        return fetch(url, init);
      },
    });
    return new ApolloClient({
      cache: new InMemoryCache(),
      link: new PersistedQueryLink(link).concat(http),
    }).query({ query });
  };
  const listed = generatePersistedQueryIdsFromManifest({ loadManifest: () => read(project) });
  expect((await ask(listed, gql`query Hello { hello }`)).data).toEqual({ hello: 'world' });
  expect(sent.splice(0)).toEqual([false]);
  const other = gql`query Big { big }`;
  await ask({ sha256 }, other);
  await ask({ sha256 }, other);
  expect(sent).toEqual([false, true, false]);
});

test('the manifest has every operation of this project in the forms of Apollo Client', async () => {
  const cwd = join(import.meta.dirname, '../..');
  const config = await loadConfig(undefined, cwd);
  const { operations } = await loadOperations(config.operations, config.folder, cwd);
  const { operations: entries } = manifestOf(operations);
  const manifest = { operations: [...entries] };
  const { generateHash } = generatePersistedQueryIdsAtRuntime({ sha256 });
  const byName = generatePersistedQueryIdsFromManifest({ loadManifest: () => manifest });
  const bodies = new Set(manifest.operations.map(({ body }) => body));
  for (const { name, document } of operations) {
    const query = new InMemoryCache().transformDocument(document);
    // By the name, as its link does it, and by the document, as its counterpart at run time does it: the same
    // id.
    expect(await byName.generateHash(query), name).toBe(await generateHash(query));
    for (const text of [print(document), print(query)]) expect(bodies, name).toContain(text);
  }
  for (const { id, body } of manifest.operations) expect(id).toBe(sha256(body));
});

test('is stable, whatever the names of the files, and reported when it is out of date', async () => {
  const fragments = 'fragment T on Page { title }';
  await using project = await shop({
    'ops/a/2.graphql': `query B { page { ...T related { ...S } } }\nfragment S on Page { title }`,
    'ops/a/1.graphql': 'query A { page { ...T } }',
    'ops/a/fragments.graphql': fragments,
  });
  expect((await publish(project, '--check')).problems).toMatchObject([
    { code: 'STALE_MANIFEST', file: 'persistedOperations.json' },
  ]);
  expect((await publish(project)).code).toBe(0);
  const first = await readFile(join(project.folder, 'persistedOperations.json'), 'utf8');
  await using other = await shop({
    'ops/a/x.graphql': 'query A { page { ...T } }',
    'ops/a/f.graphql': fragments,
    'ops/b/a.graphql': 'query A { page { ...T } }',
    'ops/b/f.graphql': fragments,
    'ops/a/b.graphql': `query B { page { ...T related { ...S } } }\nfragment S on Page { title }`,
  });
  expect(await publish(other)).toEqual({ code: 0, problems: [] });
  expect(await readFile(join(other.folder, 'persistedOperations.json'), 'utf8')).toBe(first);
  expect((await publish(other, '--check')).code).toBe(0);
  await writeFile(join(other.folder, 'ops/a/x.graphql'), 'query A { hello }');
  await writeFile(join(other.folder, 'ops/b/a.graphql'), 'query A { hello }');
  expect((await publish(other, '--check')).code).toBe(1);
});

test('Apollo Client finds its own among the forms of one operation, from however many clients', async () => {
  await using project = await shop({
    'ops/a/1.graphql': '# Ours.\nquery A { page { title } }',
    'ops/b/1.graphql': '# Theirs.\nquery A { page { title } }',
  });
  expect((await publish(project)).code).toBe(0);
  const { operations } = await read(project);
  expect(new Set(operations.map(({ name }) => name))).toEqual(new Set(['A']));
  expect(operations.at(-1)?.body).toBe('query A {\n  page {\n    title\n    __typename\n  }\n}');
  expect(operations.map(({ body }) => body)).toContain('# Theirs.\nquery A { page { title } }');
});

test.each<[string, Record<string, string>, Partial<Problem>[]]>([
  [
    'an anonymous operation',
    { 'ops/a/1.graphql': '\n{ hello }' },
    [{ code: 'ANONYMOUS_OPERATION', file: 'ops/a/1.graphql', line: 2, column: 1 }],
  ],
  [
    'two operations of one name',
    { 'ops/a/1.graphql': 'query A { hello }', 'ops/b/1.graphql': 'query A { slow }' },
    [
      {
        code: 'DUPLICATE_OPERATION',
        file: 'ops/b/1.graphql',
        line: 1,
        also: [{ file: 'ops/a/1.graphql', line: 1, column: 7 }],
      },
    ],
  ],
  [
    'an invalid operation',
    { 'ops/a/1.graphql': 'query A { hullo }' },
    [{ code: 'OPERATION_INVALID', file: 'ops/a/1.graphql', line: 1, column: 11 }],
  ],
  [
    'a missing fragment',
    { 'ops/a/1.graphql': 'query A { page { ...Nowhere } }' },
    [{ code: 'OPERATION_INVALID', file: 'ops/a/1.graphql', line: 1, column: 21 }],
  ],
  [
    'two different fragments of one name',
    {
      'ops/a/1.graphql': 'query A { page { ...F } }',
      'ops/a/2.graphql': 'fragment F on Page { title }',
      'ops/a/3.graphql': 'fragment F on Page { __typename }',
    },
    [{ code: 'AMBIGUOUS_FRAGMENT', file: 'ops/a/3.graphql' }],
  ],
])('%s is an error at its place, and nothing is written', async (_, operations, problems) => {
  await using project = await shop(operations);
  const found = await publish(project);
  expect(found).toMatchObject({ code: 1, problems });
  expect(found.problems).toHaveLength(problems.length);
  await expect(read(project)).rejects.toThrow('ENOENT');
});

test('the committed manifest is up to date with the operations of this project', async () => {
  await using project = await openProject();
  const { code, out } = await project.run('operations', 'publish', '--check');
  expect([code, out]).toEqual([0, expect.stringMatching(/ is up to date with \d+ operations\.\n$/)]);
});
