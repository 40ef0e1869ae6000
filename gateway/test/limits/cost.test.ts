/** The estimated cost of any graph; `contract.test.ts` covers the shop's. */
import { composeServices } from '@apollo/composition';
import { buildSchema, type GraphQLError, type GraphQLSchema, getOperationAST, parse } from 'graphql';
import { expect, test } from 'vitest';
import { analyseText } from '../../src/security/limits/analyse.ts';
import { compileCost } from '../../src/security/limits/cost.ts';
import { DEFAULT_LIMITS, DEFAULT_LIST_SIZE } from '../../src/security/limits/limits.ts';
import { readWeights, type Weights } from '../../src/security/limits/weights.ts';

const NO_WEIGHTS: Weights = { types: new Map(), fields: new Map() };

const SDL = `
  type Query {
    one: Thing
    many: [Thing!]!
    three: [Thing] @listSize(assumedSize: 3)
    some(first: Int = 4, last: Int): [Thing] @listSize(slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
    page(first: Int): Page @listSize(assumedSize: 7, slicingArguments: ["first"], sizedFields: ["nodes"], requireOneSlicingArgument: false)
    dear: Dear
    search(by: Search, weighed: Int @cost(weight: 8), searches: [Search!]): Int
    node: Node
    either: Either
    names: [Name]
    weighed: Thing @cost(weight: 50)
  }
  type Mutation { change: Int }
  type Thing implements Node { id: ID heavy: Int @cost(weight: 5) inner: Thing children: [Thing] }
  type Dear implements Node @cost(weight: 20) { id: ID heavy: Int @cost(weight: 9) }
  interface Node { id: ID heavy: Int }
  union Either = Thing | Dear
  scalar Name @cost(weight: 2)
  enum Colour @cost(weight: 3) { RED }
  type Page { nodes: [Thing!]! others: [Thing!]! total: Int }
  input Search { text: String colour: Colour deep: Search limit: Int @cost(weight: 6) }`;

/** The supergraph, as a gateway gets it. */
function composed(typeDefs: string, imports: string) {
  const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [${imports}])`;
  const { supergraphSdl, schema, errors } = composeServices([
    { name: 'a', url: 'http://a', typeDefs: parse(link + typeDefs) },
  ]);
  if (errors) throw new AggregateError(errors);
  return {
    schema: schema.toAPISchema().toGraphQLJSSchema() as GraphQLSchema,
    weights: readWeights(supergraphSdl),
  };
}

const measures = { ...composed(SDL, '"@cost", "@listSize"'), listSize: 10 };

function costOf(query: string, variables = {}, from = measures): number {
  const document = parse(query);
  const operation = getOperationAST(document)!;
  return compileCost({ document, operation, ...from })(variables);
}

test.each<[string, number, object?]>([
  ['{ one { id } }', 1],
  ['mutation { change }', 10],
  ['{ many { id inner { id } } }', 20],
  ['{ three { id } }', 3],
  ['{ three { children { id } } }', 33],
  ['{ some { id } }', 4],
  ['{ some(first: 6) { id } }', 6],
  ['{ some(first: 6, last: 8) { id } }', 8],
  ['{ some(first: -6) { id } }', 0],
  ['query ($n: Int) { some(first: $n) { id } }', 9, { n: 9 }],
  ['query ($n: Int = 5) { some(first: $n) { id } }', 5],
  ['query ($n: Int) { some(first: $n) { id } }', 10],
  ['query ($n: Int) { some(first: $n) { id } }', 10, { n: 'x' }],
  ['{ page { nodes { id } others { id } total } }', 1 + 7 + 10],
  ['{ page(first: 100) { nodes { inner { id } } } }', 1 + 200],
  [
    'query ($n: Int) { page(first: $n) { ...P } } fragment P on Page { nodes { ...T } } fragment T on Thing { id }',
    3,
    { n: 2 },
  ],
  [
    'query ($n: Int) { a: page(first: $n) { ...P } b: page(first: 30) { ...P } } fragment P on Page { nodes { id } }',
    1 + 2 + 1 + 30,
    { n: 2 },
  ],
  ['{ one { heavy } }', 6],
  ['{ many { heavy } }', 60],
  ['{ weighed { id } }', 50],
  ['{ dear { id } }', 20],
  ['{ node { heavy } }', 20 + 9],
  ['{ either { ... on Thing { heavy } ... on Dear { heavy } } }', 20 + 5 + 9],
  ['{ names }', 20],
  ['{ search }', 0],
  ['{ search(weighed: 1) }', 8],
  ['{ search(by: { text: "" }) }', 1],
  ['{ search(by: { colour: RED, limit: 1, deep: { limit: 2 } }) }', 1 + 3 + 6 + 1 + 6],
  ['query ($s: [Search!]) { search(searches: $s) }', 1 + 6 + 1, { s: [{ limit: 1 }, { text: '' }] }],
  ['query ($n: Int) { search(by: { limit: $n }) }', 7, { n: 1 }],
  ['{ one @skip(if: true) { id } many @include(if: false) { id } }', 0],
  ['query ($b: Boolean!) { many @include(if: $b) { id } ... @skip(if: $b) { one { id } } }', 10, { b: true }],
  ['query ($b: Boolean!) { many @include(if: $b) { id } ... @skip(if: $b) { one { id } } }', 1, { b: false }],
  ['{ __typename __schema { types { fields { name } } } }', 0],
  ['{ nothing { at { all } } one { unknown } ...Missing }', 1],
])('%s costs %i', (query, cost, variables) => {
  expect(costOf(query, variables)).toBe(cost);
});

test('estimates are independent of each other', () => {
  const document = parse(
    'query ($n: Int) { a: some(first: $n) { ...T } ...Q } fragment Q on Query { some(first: $n) { ...T } } fragment T on Thing { id }',
  );
  const cost = compileCost({ document, operation: getOperationAST(document)!, ...measures });
  expect([{ n: 2 }, { n: 50 }, {}, { n: 2 }].map(cost)).toEqual([4, 100, 20, 4]);
});

test('a fragment bomb is estimated quickly, even when it depends on variables', () => {
  const levels = Array.from(
    { length: 40 },
    (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`,
  ).join(' ');
  const query = `query ($n: Int) { ...F0 } ${levels} fragment F40 on Query { some(first: $n) { id } }`;
  expect(costOf(query, { n: 3 })).toBe(3 * 2 ** 40);
});

test('the directives may have other names', () => {
  const renamed = composed(
    SDL.replaceAll('@cost', '@price').replaceAll('@listSize', '@size'),
    '{ name: "@cost", as: "@price" }, { name: "@listSize", as: "@size" }',
  );
  expect(costOf('{ dear { id } three { id } }', {}, { ...renamed, listSize: 10 })).toBe(23);
});

test('the defaults admit a common benchmark without directives for its list sizes', () => {
  const schema = buildSchema(`
    type Query { users: [User] topProducts(first: Int = 5): [Product] }
    type User { id: ID! username: String name: String reviews: [Review] }
    type Review { id: ID! body: String product: Product author: User }
    type Product { upc: String! inStock: Boolean name: String price: Int shippingEstimate: Int weight: Int reviews: [Review] }`);
  const query = `
    fragment User on User { id username name }
    fragment Review on Review { id body }
    fragment Product on Product { inStock name price shippingEstimate upc weight }
    query {
      users { ...User reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } } }
      topProducts { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } }
    }`;
  const analysis = analyseText(query, undefined, DEFAULT_LIMITS, {
    schema,
    weights: NO_WEIGHTS,
    listSize: DEFAULT_LIST_SIZE,
  });
  expect((analysis as GraphQLError).message).toBeUndefined();
  const { cost } = analysis as { cost: (variables: object) => number };
  expect(cost({})).toBe(24_420);
  expect(cost({})).toBeLessThan(DEFAULT_LIMITS.cost);
});
