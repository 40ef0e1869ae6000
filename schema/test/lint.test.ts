/** The findings of the rules: SDL without a fault (`lint/`), then with one fault at a time. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Problem } from '../src/problem.ts';
import { openProject, type Project, setSubgraphs } from './support/project.ts';

const SDL = join(import.meta.dirname, 'lint');
const CONFIG = ['--config', 'config.json'];

async function faultless(rules: unknown = {}): Promise<Project> {
  const project = await openProject();
  await setSubgraphs(project, SDL, { lint: 'lint.json' });
  await writeFile(join(project.folder, 'lint.json'), JSON.stringify(rules));
  return project;
}

async function change({ folder }: Project, file: string, from: string, to: string): Promise<void> {
  const text = await readFile(join(folder, file), 'utf8');
  expect(text).toContain(from);
  await writeFile(join(folder, file), text.replace(from, to));
}

async function lint(project: Project): Promise<{ code: number; problems: readonly Problem[] }> {
  const { code, out } = await project.run('lint', ...CONFIG, '--format', 'json');
  return { code, problems: (JSON.parse(out) as { problems: Problem[] }).problems };
}

test('no rule finds anything in SDL without a fault', async () => {
  await using project = await faultless();
  expect(await lint(project)).toEqual({ code: 0, problems: [] });
});

const CATALOG = 'catalog.graphql';
const USERS = 'users.graphql';

test.each<[code: string, place: string, file: string, from: string, to: string, also?: string]>([
  ['DESCRIPTIONS', '8:6', CATALOG, '"Something for sale."\n', '\n'],
  [
    'DESCRIPTIONS',
    '12:3',
    CATALOG,
    '"What it is called."\n  name: String!\n  "What it c',
    '\n  name: String!\n  "What it c',
  ],
  ['DESCRIPTIONS', '54:3', CATALOG, '"By post."', '""'],
  ['DESCRIPTIONS', '68:13', CATALOG, '"At most."', ''],
  [
    'DESCRIPTIONS',
    '60:3',
    CATALOG,
    '"What it is called."\n  name: String!\n}\n\n"Something or',
    '\n  name: String!\n}\n\n"Something or',
  ],
  ['NAMING', '52:6', CATALOG, 'enum Kind', 'enum kind_of'],
  ['NAMING', '14:3', CATALOG, 'price: Int', 'Price: Int'],
  ['NAMING', '68:38', CATALOG, 'first: Int', 'first: Int "." per_page: Int'],
  ['NAMING', '54:3', CATALOG, 'BY_POST', 'byPost'],
  ['NAMING', '60:3', CATALOG, 'name: String!\n}\n\n"Something or', 'Name: String!\n}\n\n"Something or'],
  ['NAMING', '63:11', CATALOG, '"Something or', '"." input Search { "." text: String }\n\n"Something or'],
  ['MUTATION_SHAPE', '77:20', CATALOG, 'input: AddProductInput!', 'input: AddProductInput'],
  ['MUTATION_SHAPE', '77:20', CATALOG, 'input: AddProductInput!', 'input: String!'],
  ['MUTATION_SHAPE', '72:3', CATALOG, 'found: Found', 'found: AddProductPayload'],
  ['RELAY_CONNECTIONS', '26:3', CATALOG, 'edges: [ProductEdge!]!', 'edges: [Kind!]!'],
  ['RELAY_CONNECTIONS', '24:6', CATALOG, 'pageInfo: PageInfo!', 'page: PageInfo!'],
  ['RELAY_CONNECTIONS', '28:3', CATALOG, 'pageInfo: PageInfo!', 'pageInfo: PageInfo'],
  ['RELAY_CONNECTIONS', '34:3', CATALOG, 'cursor: String!', 'cursor: String'],
  ['RELAY_CONNECTIONS', '42:3', CATALOG, 'hasNextPage: Boolean!', 'hasNextPage: Boolean'],
  ['RELAY_CONNECTIONS', '68:3', CATALOG, 'after: String', 'offset: String'],
  ['RELAY_CONNECTIONS', '68:3', CATALOG, 'ProductConnection\n  "One', '[Product!]\n  "One'],
  ['CROSS_SERVICE_NULLABILITY', '16:3', CATALOG, 'seller: User', 'seller: User!', 'users.graphql:8:6'],
  ['CROSS_SERVICE_NULLABILITY', '16:3', CATALOG, 'seller: User', 'seller: Found!', 'users.graphql:8:6'],
  ['CROSS_SERVICE_NULLABILITY', '18:3', USERS, 'fans: Int', 'fans: Int!', 'catalog.graphql:8:6'],
  ['CROSS_SERVICE_NULLABILITY', '18:3', USERS, 'fans: Int', 'fans: [Int!]!', 'catalog.graphql:8:6'],
  [
    'CROSS_SERVICE_NULLABILITY',
    '16:38',
    CATALOG,
    'seller: User',
    'seller: User "Of what users know." rating: Int! @requires(fields: "x")',
  ],
  ['CROSS_SERVICE_NULLABILITY', '70:3', CATALOG, '): Product @auth', '): Product! @auth'],
  ['CROSS_SERVICE_NULLABILITY', '12:3', CATALOG, 'name: String!', 'name: String! @authenticated'],
  ['CROSS_SERVICE_NULLABILITY', '23:3', USERS, 'me: User', 'me: User!'],
  ['DEPRECATION_REASON', '14:14', CATALOG, '(reason: "Use prices.")', ''],
  ['DEPRECATION_REASON', '14:14', CATALOG, 'Use prices.', ' '],
  ['DEPRECATION_REASON', '14:14', CATALOG, 'Use prices.', 'No longer supported'],
  ['DEPRECATION_REASON', '54:11', CATALOG, 'BY_POST', 'BY_POST @deprecated'],
])('%s at %s', async (code, place, file, from, to, also) => {
  await using project = await faultless();
  await change(project, file, from, to);
  const { problems } = await lint(project);
  const found = problems.filter((problem) => problem.code === `LINT_${code}`);
  expect(found.map((problem) => `${problem.file}:${problem.line}:${problem.column}`)).toEqual([
    `${file}:${place}`,
  ]);
  if (also) expect(found[0]?.also?.map((each) => `${each.file}:${each.line}:${each.column}`)).toEqual([also]);
});

test.each<[string, string, string, string]>([
  ['a list whose items may be null', USERS, 'fans: Int', 'fans: [Int]!'],
  ['what clients never see', USERS, 'fans: Int', 'fans: Int! @inaccessible'],
  ['what the owner answers as well', CATALOG, 'name: String!', 'name: String! "." fans: Int'],
])('the nullability rule ignores %s', async (_, file, from, to) => {
  await using project = await faultless();
  await change(project, file, from, to);
  if (file === CATALOG) await change(project, USERS, 'fans: Int', 'fans: Int!');
  const { problems } = await lint(project);
  expect(problems.filter(({ code }) => code.includes('NULLABILITY'))).toEqual([]);
});

test('a connection must have the further fields that the rules file names', async () => {
  await using project = await faultless({
    'relay-connections': { severity: 'error', connectionFields: ['nodes'] },
  });
  expect((await lint(project)).problems).toMatchObject([
    { message: 'ProductConnection.nodes is missing.', file: CATALOG, line: 24, column: 6 },
  ]);
});

test('a configured owner takes precedence over the number of fields', async () => {
  await using project = await faultless({
    'cross-service-nullability': { severity: 'error', owners: { Product: 'users' } },
  });
  const { code, problems } = await lint(project);
  expect(code).toBe(1);
  expect(problems.map(({ message }) => message)).toContain(
    'Product.name is String!, but catalog resolves it for objects of users: it must be nullable.',
  );
});

test('a warning passes, an error fails, off is silent, and an unused exception is a warning', async () => {
  const naming = (setting: unknown) => faultless({ naming: setting });
  for (const [setting, expected] of [
    ['off', { code: 0, codes: [] }],
    ['warn', { code: 0, codes: ['LINT_NAMING'] }],
    ['error', { code: 1, codes: ['LINT_NAMING'] }],
    [
      { severity: 'error', except: { 'Product.*': 'It is old.' } },
      { code: 0, codes: [] },
    ],
    [
      { severity: 'error', except: { 'User.Name': 'It was.' } },
      { code: 1, codes: ['LINT_IDLE_EXCEPTION', 'LINT_NAMING'] },
    ],
  ] as const) {
    await using project = await naming(setting);
    await change(project, CATALOG, 'price: Int', 'Price: Int');
    const { code, problems } = await lint(project);
    expect({ code, codes: problems.map((problem) => problem.code) }).toEqual(expected);
  }
});

test.each<[unknown, RegExp]>([
  [{ namign: 'warn' }, /^schema: lint\.json: unknown rule "namign": the rules are descriptions, naming, /],
  [{ naming: 'loud' }, /^schema: lint\.json: naming\.severity: .*"off"\|"warn"\|"error"/],
  [{ naming: { severity: 'warn', typos: 1 } }, /^schema: lint\.json: naming: Unrecognized key: "typos"/],
  [{ naming: { severity: 'warn', types: 'kebab' } }, /^schema: lint\.json: naming\.types: /],
  [
    { naming: { severity: 'warn', except: { A: '' } } },
    /^schema: lint\.json: naming\.except\.A: an exception needs a reason/,
  ],
  [
    { 'cross-service-nullability': { severity: 'warn', owners: { Product: 'stock' } } },
    /^schema: the rules name stock as the owner of Product, which it does not have/,
  ],
  [[], /^schema: lint\.json: not a JSON object of rules/],
])('a rules file like %j is one line, and exit code 2', async (rules, line) => {
  await using project = await faultless(rules);
  const { code, err } = await project.run('lint', ...CONFIG);
  expect([code, err.split('\n').length]).toEqual([2, 2]);
  expect(err).toMatch(line);
});

test('SDL that does not parse is an error at its place', async () => {
  await using project = await faultless();
  await change(project, USERS, 'me: User', 'me User');
  expect(await lint(project)).toMatchObject({
    code: 1,
    problems: [{ code: 'GRAPHQL_SYNTAX', file: USERS, line: 23, column: 6 }],
  });
});

test('this project follows its own rules without a warning', async () => {
  await using project = await openProject();
  const { code, out } = await project.run('lint');
  expect([code, out]).toEqual([0, '6 subgraphs: 0 errors, 0 warnings.\n']);
});
