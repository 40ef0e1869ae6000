/**
 * The operations that `@apollo/gateway` 2.14 answers wrongly with its own plans, and the answers with ours.
 */
import { expect, test } from 'vitest';
import { type Answer, createFederation } from './federation.ts';

const refused = (answer: Answer, field: string) =>
  expect(answer).toMatchObject({ errors: [{ extensions: { code: 'QUERY_PLAN_UNSUPPORTED', field } }] });

/** A graph with prices by currency, and fields that another subgraph computes from them. */
const priced = () => {
  const prices: Record<string, Record<string, number | null>> = {
    p1: { USD: 10, EUR: 9, GBP: 8 },
    p2: { USD: 0, EUR: 1, GBP: null },
  };
  type Parent = { upc: string; price?: number | null; weight?: number };
  const seen = ({ price, weight }: Parent) => JSON.stringify({ price, weight });
  return createFederation({
    estimates: {
      sdl: `type Product @key(fields: "upc") {
          upc: ID!
          weight: Int @external
          price(currency: String!): Int @external
          dollars: String @requires(fields: "price(currency: \\"USD\\") weight")
          euros: String @requires(fields: "price(currency: \\"EUR\\") weight")
          rate: Int
        }`,
      resolvers: {
        Product: {
          __resolveReference: (reference: Parent) => reference,
          dollars: seen,
          euros: seen,
          rate: () => 7,
        },
      },
    },
    products: {
      sdl: `type Query { products: [Product] }
        type Product @key(fields: "upc") { upc: ID! name: String price(currency: String!): Int weight: Int }`,
      resolvers: {
        Query: {
          products: () => Object.keys(prices).map((upc) => ({ upc, name: `Product ${upc}`, weight: 0 })),
        },
        Product: {
          price: ({ upc }: Parent, { currency }: { currency: string }) => prices[upc]![currency] ?? null,
        },
      },
    },
  });
};

test('a field that @requires names with an argument does not replace the client’s own', async () => {
  const graph = priced();
  const query = '{ products { dollars price(currency: "GBP") } }';
  const right = [
    { dollars: '{"price":10,"weight":0}', price: 8 },
    { dollars: '{"price":0,"weight":0}', price: null },
  ];
  expect((await graph.stock(query)).data?.['products']).toMatchObject([{ price: 10 }, { price: 0 }]);
  expect(await graph.ours(query)).toEqual({ data: { products: right } });
});

test('a required field does not replace the client’s own with a variable, in fragments', async () => {
  const graph = priced();
  const query = `query ($currency: String!) { products { ...A ...B } }
    fragment A on Product { price(currency: $currency) } fragment B on Product { dollars price(currency: $currency) }`;
  const right = {
    products: [
      { price: 9, dollars: '{"price":10,"weight":0}' },
      { price: 1, dollars: '{"price":0,"weight":0}' },
    ],
  };
  expect((await graph.stock(query, { currency: 'EUR' })).data).not.toEqual(right);
  expect((await graph.ours(query, { currency: 'EUR' })).data).toEqual(right);
});

test('two @requires of one field with different arguments each get their own value', async () => {
  const graph = priced();
  const query = '{ products { dollars euros rate } }';
  const [stock] = (await graph.stock(query)).data!['products'] as { dollars: string; euros: string }[];
  expect(stock?.dollars).toBe(stock?.euros);
  expect(await graph.ours(query)).toEqual({
    data: {
      products: [
        { dollars: '{"price":10,"weight":0}', euros: '{"price":9,"weight":0}', rate: 7 },
        { dollars: '{"price":0,"weight":0}', euros: '{"price":1,"weight":0}', rate: 7 },
      ],
    },
  });
});

test.each([
  ['a key', 'upc: name dollars', { upc: 'Product p1', dollars: '{"price":10,"weight":0}' }],
  ['a required field', 'weight: name dollars', { weight: 'Product p1', dollars: '{"price":10,"weight":0}' }],
  [
    'a required field with an argument',
    'price: name dollars',
    { price: 'Product p1', dollars: '{"price":10,"weight":0}' },
  ],
])('a client’s alias may be the name of %s', async (_, selection, right) => {
  const graph = priced();
  const query = `{ products { ${selection} } }`;
  const [first] = (await graph.ours(query)).data!['products'] as object[];
  expect(first).toEqual(right);
  expect((await graph.stock(query)).data?.['products']).not.toMatchObject([right]);
});

test('a client may not use names that are reserved for plans', async () => {
  const graph = priced();
  refused(await graph.ours('{ products { _private0_price: name dollars } }'), '_private0_price');
  refused(await graph.ours('{ products { __typename: name rate } }'), '__typename');
});

test('a plan does not return to a subgraph by a key that the subgraph does not resolve', async () => {
  type Reference = { id?: string; code?: { one: string; two: string }; name?: string };
  const graph = createFederation({
    names: {
      sdl: `type A @key(fields: "id") @key(fields: "code { one }", resolvable: false) {
          id: ID! code: Code! name: String! }
        type Code @shareable { one: ID! two: ID! }`,
      resolvers: { A: { __resolveReference: ({ id }: Reference) => ({ id, name: `name of ${id}` }) } },
    },
    greetings: {
      sdl: `type Query { a: A }
        type A @key(fields: "code { one }", resolvable: false) @key(fields: "id code { one two }") {
          id: ID! code: Code! name: String! @external greeting: String @requires(fields: "name") }
        type Code @shareable { one: ID! two: ID! }`,
      resolvers: {
        Query: { a: () => ({ id: 'i', code: { one: '1', two: '2' } }) },
        A: {
          __resolveReference: (reference: Reference) => (reference.id ? reference : null),
          greeting: ({ name }: Reference) => `hello ${name}`,
        },
      },
    },
  });
  expect((await graph.stock('{ a { greeting } }')).data).toEqual({ a: { greeting: null } });
  expect(await graph.ours('{ a { greeting } }')).toEqual({ data: { a: { greeting: 'hello name of i' } } });
});

test('a field that no subgraph can resolve is an error, and not null', async () => {
  const graph = createFederation({
    a: {
      sdl: 'type Query { a: Node } interface Node @key(fields: "id") { id: ID! }',
      resolvers: { Query: { a: () => ({ __typename: 'Thing', id: '1' }) } },
    },
    b: {
      sdl: `type Query { b: Node }
        type Node @key(fields: "id", resolvable: false) @interfaceObject { id: ID! field: String }`,
      resolvers: { Query: { b: () => ({ id: '1', field: 'from b' }) } },
    },
  });
  expect(await graph.stock('{ a { field } }')).toEqual({ data: { a: null } });
  refused(await graph.ours('{ a { field } }'), 'a');
  expect(await graph.ours('{ b { id field } }')).toEqual({ data: { b: { id: '1', field: 'from b' } } });
});

const stocked = () =>
  createFederation({
    products: {
      sdl: `type Query { product: Product }
        type Product @key(fields: "id") { id: ID! kind: String }`,
      resolvers: {
        Query: { product: () => ({ id: '1', kind: 'GOODS' }) },
      },
    },
    inventory: {
      sdl: `type Product @key(fields: "id") {
          id: ID! kind: String @external inStock: Boolean @requires(fields: "kind") moved: Int }`,
      resolvers: {
        Product: {
          __resolveReference: (reference: object) => reference,
          inStock: ({ kind }: { kind: string }) => kind === 'GOODS',
          moved: () => 3,
        },
      },
    },
  });

test('a field is not lost when a neighbour that requires other fields is skipped', async () => {
  const graph = stocked();
  const query = 'query ($skip: Boolean!) { product { inStock @skip(if: $skip) moved } }';
  expect((await graph.stock(query, { skip: true })).data).toEqual({ product: { moved: null } });
  expect(await graph.ours(query, { skip: true })).toEqual({ data: { product: { moved: 3 } } });
  expect(await graph.ours(query, { skip: false })).toEqual({
    data: { product: { inStock: true, moved: 3 } },
  });
});

test('an object whose fields are all skipped is empty, and not null', async () => {
  const graph = stocked();
  const query = 'query ($a: Boolean!, $b: Boolean!) { product @include(if: $b) { id @include(if: $a) } }';
  expect((await graph.stock(query, { a: false, b: true })).data).toEqual({ product: null });
  expect(await graph.ours(query, { a: false, b: true })).toEqual({ data: { product: {} } });
  expect(await graph.ours(query, { a: true, b: true })).toEqual({ data: { product: { id: '1' } } });
  expect(await graph.ours(query, { a: true, b: false })).toEqual({ data: {} });
});

test('a member of a union that only one of the subgraphs knows keeps its fields', async () => {
  const value = (member: string, own: object) => ({ __typename: member, ...own });
  const graph = createFederation({
    a: {
      sdl: `type Query { root: Box } type Box @key(fields: "id") { id: ID! items: [Item!] @shareable }
        union Item = Both | OnlyA type Both @shareable { label: String } type OnlyA { a(n: Int): Deep } type Deep { text: String }`,
      resolvers: {
        Query: { root: () => ({ id: '1' }) },
        Box: { items: () => [value('Both', { label: 'l' }), value('OnlyA', { a: { text: 't' } })] },
      },
    },
    b: {
      sdl: `type Box @key(fields: "id") { id: ID! items: [Item!] @shareable }
        union Item = Both | OnlyB type Both @shareable { label: String } type OnlyB { b: String }`,
    },
  });
  const query =
    '{ root { items { __typename ... on Both { label } ... on OnlyA { a(n: 1) { text } } ... on OnlyB { b } } } }';
  const both = { __typename: 'Both', label: 'l' };
  expect((await graph.stock(query)).data).toEqual({
    root: { items: [both, { __typename: 'OnlyA', a: null }] },
  });
  expect(await graph.ours(query)).toEqual({
    data: { root: { items: [both, { __typename: 'OnlyA', a: { text: 't' } }] } },
  });
});

test('an object keeps its type when a subgraph knows only its interface', async () => {
  const graph = createFederation({
    media: {
      sdl: `type Query { item: Item } union Item = Book | Pen type Pen { ink: String }
        interface Media @key(fields: "id") { id: ID! } type Book implements Media @key(fields: "id") { id: ID! pages: Int }`,
      resolvers: { Query: { item: () => ({ __typename: 'Book', id: '1', pages: 3 }) } },
    },
    ratings: {
      sdl: 'type Media @key(fields: "id") @interfaceObject { id: ID! score: Int }',
      resolvers: { Media: { score: () => 5 } },
    },
  });
  const query =
    'query ($p: Boolean!) { item { __typename ... on Book { ...F __typename } } } fragment F on Book { __typename score pages @include(if: $p) }';
  expect((await graph.stock(query, { p: true })).data).toEqual({ item: null });
  expect(await graph.ours(query, { p: true })).toEqual({
    data: { item: { __typename: 'Book', score: 5, pages: 3 } },
  });
});
