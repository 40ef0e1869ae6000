/**
 * Requests designed to be expensive: with the default limits each is refused with one error, and no subgraph
 * is called.
 */
import { expect, test } from 'vitest';
import { readSettings } from '../../src/settings.ts';
import { read } from '../support/house.ts';
import { refusalOf, startCounting } from './asked.ts';

const repeat = (count: number, part: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => part(n)).join(' ');
const nested = (levels: number, open: string, close: string, inner = '') =>
  open.repeat(levels) + inner + close.repeat(levels);

/** 2^30 fields: each fragment spreads the next twice. */
const bomb = (levels: number) =>
  `{ stockItems { nodes { product { ...F0 } } } } ${repeat(levels, (n) => `fragment F${n} on Product { ...F${n + 1} ...F${n + 1} }`)} fragment F${levels} on Product { id }`;
/** The same with fields around the spreads, so that it is deep as well. */
const wideBomb = (levels: number) =>
  `{ __schema { types { ...F0 } } } ${repeat(levels, (n) => `fragment F${n} on __Type { a: ofType { ...F${n + 1} } b: ofType { ...F${n + 1} } }`)} fragment F${levels} on __Type { name }`;

const DOCUMENTS: readonly [name: string, query: string, limit: string][] = [
  ['a fragment bomb of 30 levels', bomb(30), 'fragments'],
  ['a fragment bomb of 12 levels', bomb(12), 'fields'],
  ['a fragment bomb through fields', wideBomb(30), 'depth'],
  [
    'an unused fragment bomb',
    `{ slow } ${wideBomb(30).replace('{ __schema { types { ...F0 } } }', '')}`,
    'depth',
  ],
  ['10,000 aliases', `{ ${repeat(10_000, (n) => `a${n.toString(36)}:id`)} }`, 'tokens'],
  ['1,000 aliases', `{ products { ${repeat(1_000, (n) => `a${n}: id`)} } }`, 'aliases'],
  ['1,000 attempts in one mutation', `mutation { ${repeat(50, (n) => `a${n}: touch`)} }`, 'rootFields'],
  ['10,000 equal fields', `{ products { ${repeat(9_990, () => 'id')} } }`, 'fields'],
  ['1,000 directives', `{ slow ${repeat(1_000, () => '@skip(if: false)')} }`, 'directivesPerPlace'],
  ['200 unknown directives', `{ products { ${repeat(200, () => 'id @nothing')} } }`, 'directives'],
  ['20,000 levels of fields', nested(20_000, '{a', '}'), 'depth'],
  ['2,000 levels of fields', nested(2_000, '{a', '}'), 'depth'],
  ['2,000 levels of a list', `{ echo(input: ${nested(2_000, '[', ']')}) }`, 'variableDepth'],
  [
    '5,000 levels of lists in a type',
    `query ($a: ${nested(5_000, '[', ']', 'Int')}) { slow }`,
    'variableDepth',
  ],
  ['200,000 spaces', `{ slow }${' '.repeat(200_000)}`, 'documentLength'],
  ['a comment of 200,000 characters', `{ slow } #${'x'.repeat(200_000)}`, 'documentLength'],
  [
    'a lot of everything, cheap to write',
    `{ ${repeat(20, (n) => `a${n}: stockItems(first: 9999) { nodes { product { id } } }`)} ...F } fragment F on Query { products { id } }`,
    'none',
  ],
];

test.each(DOCUMENTS)('%s', async (_, query, limit) => {
  await using gateway = await startCounting();
  if (limit === 'none') {
    expect(JSON.stringify(await read(await gateway.post({ query })))).not.toContain('TOO_COMPLEX');
    return;
  }
  const refused = await refusalOf(await gateway.post({ query }));
  expect(refused).toMatchObject({ status: 400, extensions: { code: 'OPERATION_TOO_COMPLEX', limit } });
  expect(gateway.asked()).toBe(0);
});

test('a cycle of fragments is refused as a cycle', async () => {
  await using gateway = await startCounting();
  const query = '{ products { ...A } } fragment A on Product { id ...B } fragment B on Product { name ...A }';
  const refused = await refusalOf(await gateway.post({ query }));
  expect(refused).toMatchObject({ status: 400, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } });
});

const keys = (count: number) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, 0])));
const VARIABLES: readonly [name: string, input: string, expected: object][] = [
  ['49 KB of unknown keys', keys(4_700), { code: 'BAD_USER_INPUT' }],
  ['more of them', keys(6_000), { code: 'OPERATION_TOO_COMPLEX', limit: 'variableKeys' }],
  [
    '10,000 levels of lists',
    nested(10_000, '[', ']'),
    { code: 'OPERATION_TOO_COMPLEX', limit: 'variableDepth' },
  ],
  ['10,000 levels of objects', nested(10_000, '{"a":', '}', '1'), { limit: 'variableDepth' }],
  ['100,000 items', `[0${',0'.repeat(99_999)}]`, { code: 'OPERATION_TOO_COMPLEX', limit: 'listLength' }],
  ['a text of 200,000 characters', `"${'x'.repeat(200_000)}"`, { limit: 'stringLength' }],
  ['a name of 200,000 characters', `{"${'x'.repeat(200_000)}":1}`, { limit: 'stringLength' }],
  ['a prototype', '{"text":"","__proto__":{"lines":[]}}', { code: 'BAD_REQUEST' }],
  ['a constructor', '{"text":"","constructor":{"prototype":{"lines":[]}}}', { code: 'BAD_REQUEST' }],
];

test.each(VARIABLES)('in the variables: %s', async (_, input, extensions) => {
  await using gateway = await startCounting();
  const query = 'query ($input: EchoInput!) { echo(input: $input) }';
  const response = await gateway.post(`{"query":${JSON.stringify(query)},"variables":{"input":${input}}}`);
  const answer = response.clone();
  expect(await refusalOf(response)).toMatchObject({ status: 400, extensions });
  expect((await answer.text()).length).toBeLessThan(10_000);
  expect(gateway.asked()).toBe(0);
});

test('at most 50 unknown keys are reported when no limit applies', async () => {
  await using gateway = await startCounting({
    limits: readSettings({ IDENTITY_KEY: 'x', LIMITS: 'off' }).limits,
  });
  const query = 'query ($input: EchoInput!) { echo(input: $input) }';
  const { extensions } = await refusalOf(
    await gateway.post({ query, variables: { input: JSON.parse(keys(15_000)) } }),
  );
  expect(extensions).toMatchObject({ code: 'BAD_USER_INPUT', problems: { length: 50 } });
});
