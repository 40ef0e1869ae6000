/**
 * The estimated cost of operations on the shop's own graph, whose weights follow measured CPU
 * (`bench/gateway-cost`).
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  buildSchema,
  GraphQLError,
  type GraphQLOutputType,
  getIntrospectionQuery,
  getNamedType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import { expect, test } from 'vitest';
import { EXAMPLES } from '../../ide/src/operations.ts';
import { createAdmission } from '../../src/security/admission.ts';
import { createDocuments } from '../../src/security/documents/documents.ts';
import { DEFAULT_LIMITS, DEFAULT_LIST_SIZE } from '../../src/security/limits/limits.ts';
import { readWeights } from '../../src/security/limits/weights.ts';

const MAX = DEFAULT_LIMITS.cost;
/** The weights of the subgraphs' schemas. */
const PAGE = 500;
const ITEM = 40;
const IDE = { newIdempotencyKey: () => 'key', lastOrderId: 'id' };
const read = (file: string) => readFile(join(import.meta.dirname, '../../../schema', file), 'utf8');
const schema = buildSchema(await read('api.graphql'));
const weights = readWeights(await read('supergraph.graphql'));

const admission = createAdmission({
  documents: createDocuments('any', null),
  limits: DEFAULT_LIMITS,
  listSize: DEFAULT_LIST_SIZE,
});
admission.measureBy(schema, weights);

/** Admits an operation as a gateway with the default limits does. */
function admit(query: string, variables: Readonly<Record<string, unknown>> = {}) {
  expect(validate(schema, parse(query))).toEqual([]);
  return admission.admit({ query, variables });
}

/** @throws GraphQLError for a refused operation. */
function costOf(query: string, variables?: Readonly<Record<string, unknown>>): number {
  const admitted = admit(query, variables);
  if (admitted instanceof GraphQLError) throw admitted;
  return admission.costOf(query, undefined, variables) ?? Number.NaN;
}

const CARD = 'id slug name price { amount currency }';
const inOne = (times: number, field: string) =>
  `{ ${Array.from({ length: times }, (_, nth) => `a${nth}: ${field}`).join(' ')} }`;
const aliases = (first: number, times = 30) => inOne(times, `products(first: ${first}) { nodes { id } }`);
const quoteOf = (lines: number) =>
  `quote(lines: [${'{ productId: "1", quantity: 1 } '.repeat(lines)}]) { total { amount } lines { available product { name } } }`;

test.each<[string, string]>([
  ['thirty aliases of a list of 100', aliases(100)],
  ['the same by edges', aliases(100).replaceAll('nodes { id }', 'edges { cursor }')],
  [
    'the lists of 100 sellers of a list',
    '{ products(first: 100) { nodes { seller { products(first: 100) { nodes { id } } } } } }',
  ],
  [
    'a list of 100 in each category of two levels',
    '{ categories { children { products(first: 100) { nodes { id } } } } }',
  ],
  ['thirty quotes', inOne(30, quoteOf(1))],
  ['a dozen quotes of ten lines', inOne(12, quoteOf(10))],
  [
    'the orders of all users',
    '{ users(first: 100) { nodes { orders(first: 100) { nodes { lines { product { id } } } } } } }',
  ],
])('the defaults refuse: %s', (_, query) => {
  expect(admit(query)).toMatchObject({
    extensions: { code: 'OPERATION_TOO_COMPLEX', limit: 'cost', max: MAX },
  });
});

test.each<[string, string]>([
  [
    'introspection by GraphiQL',
    getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true }),
  ],
  [
    'a full page of orders with all details',
    `query Orders { me { id name addresses { id } orders(first: 100) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
       id number status placedAt total { amount currency }
       lines { quantity unitPrice { amount } product { id name slug inStock available price { amount currency } category { name } seller { id name } } }
       history { __typename } shipment { trackingNumber } payment { status } } } } } }`,
  ],
  [
    'the longest page of products with all details',
    `{ products(first: 100) { totalCount nodes { ${CARD} available category { name } seller { name } } } }`,
  ],
  ['a dozen lists of ten, as on a home page', aliases(10, 12)],
  ['a basket of 40 lines', `{ ${quoteOf(40)} }`],
  ['the first products of each category', `{ categories { name products(first: 4) { nodes { ${CARD} } } } }`],
])('the defaults let pass with room: %s', (_, query) => {
  expect(costOf(query)).toBeLessThan(MAX / 3);
});

const { operations } = JSON.parse(await read('persistedOperations.json')) as {
  operations: readonly { readonly name: string; readonly body: string }[];
};

const COMMITTED = [
  ...operations.map(({ name, body }) => ({ name, cost: costOf(body, { first: 100, withProgress: true }) })),
  ...EXAMPLES.map(({ operationName: name, query, variables }) => ({
    name,
    cost: costOf(query, variables(IDE)),
  })),
];

test('each operation in schema/operations, with pages of 100, and of the IDE takes at most a fifth of the limit', () => {
  expect(COMMITTED.length).toBeGreaterThan(30);
  expect(COMMITTED.filter(({ cost }) => !(cost <= MAX / 5))).toEqual([]);
});

const OBJECTS = Object.values(schema.getTypeMap()).filter(isObjectType);
const isPage = (type: GraphQLOutputType) => getNamedType(type).name.endsWith('Connection');

test('each page has its own size and cost, and its items cost more than plain objects', () => {
  const pages = OBJECTS.filter(isPage);
  expect(pages.length).toBeGreaterThan(9);
  for (const page of pages) {
    const { edges } = page.getFields();
    const weighed = {
      page: weights.types.get(page.name),
      nodes: weights.fields.get(`${page.name}.nodes`)?.cost,
      edges: edges && weights.types.get(getNamedType(edges.type).name),
    };
    expect([page.name, weighed]).toEqual([page.name, { page: PAGE, nodes: ITEM, edges: ITEM }]);
  }
  const lists = OBJECTS.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) =>
      isPage(field.type) ? [`${type.name}.${field.name}`] : [],
    ),
  );
  const sized = [...weights.fields].filter(([, { listSize }]) => listSize).map(([name]) => name);
  expect(sized.sort()).toEqual(lists.sort());
});
