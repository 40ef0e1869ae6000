/** `operations`: the use of coordinates by committed operations and by traffic. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TrafficFile } from '../src/traffic/format.ts';
import { openProject, type Project } from './support/project.ts';

const SHOP = `type Query { product(id: ID!, draft: Boolean): Product find(filter: Filter): [Node] }
interface Node { id: ID! }
type Product implements Node {
  id: ID!
  name: String
  price: Int @deprecated(reason: "Use cost.")
  cost: Int
  kind: Kind
}
enum Kind { SEAT PARCEL }
enum Order { UP DOWN }
input Filter { text: String order: Order }
`;

const seen = { firstSeen: '2026-01-01T00:00:00Z', lastSeen: '2026-02-01T00:00:00Z' };
const TRAFFIC: TrafficFile = {
  version: 1,
  operations: [
    {
      signature: 'aabbccddeeff00112233',
      name: null,
      document: 'query ($id_1: ID!) { product(id: $id_1) { price } }',
      clients: [
        { name: 'ios', version: '4.2', count: 3, ...seen },
        { name: 'ios', version: '4.1', count: 4, ...seen },
        { name: null, version: null, count: 1, ...seen },
      ],
    },
    {
      signature: '00112233445566778899',
      name: 'Gone',
      document: 'query Gone { gone }',
      clients: [{ name: 'ios', version: '4.2', count: 2, ...seen }],
    },
  ],
};

async function shop(operations: Record<string, string> = {}): Promise<Project> {
  const project = await openProject();
  const files: Record<string, string> = {
    'shop.graphql': SHOP,
    'traffic.json': JSON.stringify(TRAFFIC),
    'config.json': JSON.stringify({
      subgraphs: { shop: { schema: 'shop.graphql' } },
      operations: [{ client: 'web@1.0', files: ['ops/*.graphql'] }],
    }),
    'ops/a.graphql': 'query A {\n  product(id: 1) { ...Parts }\n}',
    'ops/b.graphql': 'query B($filter: Filter) {\n  find(filter: $filter) { id }\n}',
    'ops/parts.graphql': 'fragment Parts on Product { name }',
    ...operations,
  };
  await mkdir(join(project.folder, 'ops'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(project.folder, name), text);
  return project;
}

const run = (project: Project, ...argv: string[]) =>
  project.run('operations', '--config', 'config.json', ...argv);
const WITH_TRAFFIC = ['--traffic', 'traffic.json'];

test('shows clients and versions with what they sent, and warns of deprecated coordinates that are still used', async () => {
  await using project = await shop();
  expect(await run(project, ...WITH_TRAFFIC)).toEqual({
    code: 0,
    err: '',
    out: `  Client          Version  Operations  Fields  Requests
  ios             4.1               1       2         4
  ios             4.2               2       2         5
  unnamed client                    1       2         1
  web             1.0               2       5         –

  In the schema  Used  Unused
  fields            6       2
  arguments         2       1
  input fields      2       0
  enum values       2       2

warning DEPRECATED_USED: (anonymous) aabbccddeeff (ios@4.1, ios@4.2, unnamed client, 8 requests) uses Product.price, which is deprecated: Use cost.
4 operations; 5 of 17 coordinates are unused.
`,
  });
});

test('lists unused coordinates and where they are defined, without those that an interface, a variable or a response may carry', async () => {
  await using project = await shop();
  const { out } = await run(project, '--unused', '--format', 'json');
  const { unused } = JSON.parse(out) as { unused: { coordinate: string; places: unknown[] }[] };
  expect(unused.map(({ coordinate }) => coordinate)).toEqual([
    'Kind.PARCEL',
    'Kind.SEAT',
    'Product.cost',
    'Product.kind',
    'Product.price',
    'Query.product(draft:)',
  ]);
  expect(unused[2]?.places).toEqual([{ file: 'shop.graphql', line: 7, column: 3 }]);
  const { out: traffic } = await run(project, '--unused', ...WITH_TRAFFIC);
  expect(traffic).not.toContain('Product.price');
  expect(traffic).toContain('Product.cost           field       shop.graphql:7:3');
});

test('lists the uses of a field with their places and counts', async () => {
  await using project = await shop({ 'ops/c.graphql': 'query C { product(id: 2) { price } }' });
  const { code, out } = await run(project, '--field', 'Product.price', ...WITH_TRAFFIC);
  expect(code).toBe(0);
  const rows = out.split('\n').filter((line) => /^ {2}(?:C|\(anon)/.test(line));
  expect(rows.map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['C', 'web@1.0', '–', 'ops/c.graphql:1:28'],
    ['(anonymous) aabbccddeeff', 'ios@4.1, ios@4.2, unnamed client', '8', 'seen in traffic as aabbccddeeff'],
  ]);
  expect(out).toContain('Product.price: used by 2 operations. It is deprecated: Use cost.\n');
  expect(out).toContain('ops/c.graphql:1:28: warning DEPRECATED_USED: C (web@1.0) uses Product.price');
  const { out: argument } = await run(project, '--field', 'Query.product(draft:)');
  expect(argument).toContain('Query.product(draft:): not used by any operation.');
});

test('lists what one client, or one version of it, sends and selects', async () => {
  await using project = await shop();
  const parsed = async (client: string) => {
    const { out } = await run(project, '--client', client, '--format', 'json', ...WITH_TRAFFIC);
    const { fields } = JSON.parse(out) as { fields: { coordinate: string; requests?: number }[] };
    return fields.map(({ coordinate, requests }) => [coordinate, requests]);
  };
  expect(await parsed('ios')).toEqual([
    ['Product.price', 7],
    ['Query.product', 7],
  ]);
  expect(await parsed('ios@4.1')).toEqual([
    ['Product.price', 4],
    ['Query.product', 4],
  ]);
  expect((await parsed('web')).map(([name]) => name)).toEqual([
    'Node.id',
    'Product.id',
    'Product.name',
    'Query.find',
    'Query.product',
  ]);
});

test('Markdown has the tables after the verdict; annotations are only the problems', async () => {
  await using project = await shop({ 'ops/c.graphql': 'query C { product(id: 2) { price } }' });
  const { out } = await run(project, '--format', 'markdown');
  expect(out).toContain(
    '| Client | Version | Operations | Fields | Requests |\n| --- | --- | --: | --: | --: |\n| web |',
  );
  expect((await run(project, '--format', 'github')).out.split('\n')[0]).toMatch(
    /^::warning file=ops\/c\.graphql,line=1,col=28,title=DEPRECATED_USED::/,
  );
});

test('a committed operation that does not validate fails; one in traffic does not', async () => {
  await using project = await shop({ 'ops/c.graphql': 'query C { gone }' });
  const { code, out } = await run(project);
  expect([code, out]).toEqual([1, expect.stringContaining('ops/c.graphql:1:11: error OPERATION_INVALID: C')]);
});

test.each([
  [
    ['--unused', '--client', 'web'],
    'operations: use only one of --unused, --client and --field: see help operations',
  ],
  [['--client', 'tv'], 'unknown client tv: the known clients are web'],
  [
    ['--field', 'Product.weight'],
    'the API schema has no Product.weight: use Type.field, Type.field(argument:), Input.field or Enum.VALUE',
  ],
  [['--traffic', 'none.json'], 'none.json: the traffic cannot be read'],
  [['--out', 'x'], "operations: Unknown option '--out': see help operations"],
])('operations %j is one line, and exit code 2', async (argv, line) => {
  await using project = await shop();
  expect(await run(project, ...argv)).toEqual({ code: 2, out: '', err: `schema: ${line}\n` });
});
