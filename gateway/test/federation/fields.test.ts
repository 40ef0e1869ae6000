/**
 * Ownership of fields: required in chains over several subgraphs, provided, overridden, and with directives
 * on the way.
 */
import { by, check } from './check.ts';

type Item = Readonly<Record<'sku', string>> & {
  readonly weight?: number | null;
  readonly freight?: number | null;
  readonly price?: number | null;
  readonly tax?: number | null;
};
type Cart = { readonly id: string; readonly items?: readonly ({ readonly total: number | null } | null)[] };
type Parcel = {
  readonly content?: { readonly __typename: string; readonly litres?: number; readonly pages?: number };
};

const ITEMS = [
  { sku: 'anvil', weight: 100 },
  { sku: 'air', weight: null },
];
const PRICES: Readonly<Record<string, number>> = { anvil: 10, air: 1 };
const CONTENTS: Readonly<Record<string, object>> = {
  p1: { __typename: 'Wine', litres: 3, name: 'Red' },
  p2: { __typename: 'Book', pages: 500, name: 'Moby-Dick' },
};
const AUTHORS = [{ id: 'a1', name: 'Melville', city: { id: 'c1', name: 'New York' } }];
const never = () => {
  throw new Error('This subgraph should not be asked.');
};

check(
  {
    carts: {
      sdl: `type Query { carts: [Cart!]! item: Item parcels: [Parcel] }
        type Cart @key(fields: "id") { id: ID! items: [Item]! }
        type Item @key(fields: "sku") { sku: ID! old: String shared: String @shareable moving: String }
        type Parcel @key(fields: "id") { id: ID! content: Content }
        union Content = Wine | Book
        type Wine { litres: Int name: String } type Book { pages: Int name: String }`,
      resolvers: {
        Query: {
          carts: () => [{ id: 'c1' }, { id: 'c2' }],
          item: () => ({ sku: 'anvil' }),
          parcels: () => [{ id: 'p1' }, { id: 'p2' }, { id: 'p3' }],
        },
        Cart: {
          __resolveReference: ({ id }: Cart) => ({ id }),
          items: ({ id }: Cart) => (id === 'c1' ? [ITEMS[0], null, ITEMS[1]] : []),
        },
        Item: {
          __resolveReference: ({ sku }: Item) => ({ sku }),
          old: never,
          shared: never,
          moving: () => 'not yet',
        },
        Parcel: {
          __resolveReference: ({ id }: { id: string }) => ({ id }),
          content: ({ id }: { id: string }) => CONTENTS[id] ?? null,
        },
      },
    },
    goods: {
      sdl: `type Item @key(fields: "sku") { sku: ID! weight: Int price(currency: String! = "EUR"): Int
          old: String @override(from: "carts") shared: String @override(from: "carts") @shareable
          moving: String @override(from: "carts", label: "percent(50)")}`,
      resolvers: {
        Item: {
          __resolveReference: by('sku', ITEMS),
          price: ({ sku }: Item, { currency }: { currency: string }) =>
            (PRICES[sku] ?? 0) * (currency === 'USD' ? 2 : 1),
          moving: never,
          old: ({ sku }: Item) => `old ${sku}`,
          shared: ({ sku }: Item) => `shared ${sku}`,
        },
      },
    },
    freight: {
      sdl: `type Item @key(fields: "sku") { sku: ID! weight: Int @external freight: Int @requires(fields: "weight") }`,
      resolvers: {
        Item: {
          __resolveReference: (item: Item) => item,
          freight: ({ weight }: Item) => (weight == null ? null : weight / 2),
        },
      },
    },
    taxes: {
      sdl: `type Item @key(fields: "sku") { sku: ID! freight: Int @external price(currency: String! = "EUR"): Int @external
          tax: Int @requires(fields: "freight price(currency: \\"USD\\")") }
        type Parcel @key(fields: "id") { id: ID! content: Content @external
          duty: Int @requires(fields: "content { ... on Wine { litres } ... on Book { pages } }") }
        union Content = Wine | Book
        type Wine { litres: Int @external } type Book { pages: Int @external }`,
      resolvers: {
        Item: {
          __resolveReference: (item: Item) => item,
          tax: ({ freight, price }: Item) => (freight == null ? null : freight + (price ?? 0)),
        },
        Parcel: {
          __resolveReference: (parcel: Parcel) => parcel,
          duty: ({ content }: Parcel) => content && (content.litres ?? 0) * 10 + (content.pages ?? 0),
        },
      },
    },
    ledger: {
      sdl: `type Item @key(fields: "sku") { sku: ID! tax: Int @external freight: Int @external
          total: Int @requires(fields: "tax freight") }`,
      resolvers: {
        Item: {
          __resolveReference: (item: Item) => item,
          total: ({ tax, freight }: Item) => (tax == null || freight == null ? null : tax + freight),
        },
      },
    },
    reports: {
      sdl: `type Cart @key(fields: "id") { id: ID! items: [Item]! @external sum: Int @requires(fields: "items { total }") }
        type Item @key(fields: "sku") { sku: ID! total: Int @external }`,
      resolvers: {
        Cart: {
          __resolveReference: (cart: Cart) => cart,
          sum: ({ items = [] }: Cart) => items.reduce((sum, item) => sum + (item?.total ?? 0), 0),
        },
      },
    },
    books: {
      sdl: `type Query { works: [Work] @provides(fields: "... on Novel { author { name city { name } } }") plain: [Work] }
        union Work = Novel | Poem
        type Novel @key(fields: "id") { id: ID! author: Author @external }
        type Poem @key(fields: "id") { id: ID! author: Author @shareable }
        type Author @key(fields: "id") { id: ID! name: String @external city: City @external }
        type City @key(fields: "id") { id: ID! name: String @external }`,
      resolvers: {
        Query: {
          works: () => [
            {
              __typename: 'Novel',
              id: 'n1',
              author: { id: 'a1', name: 'provided', city: { id: 'c1', name: 'provided city' } },
            },
            { __typename: 'Poem', id: 'o1', author: { id: 'a1' } },
          ],
          plain: () => [{ __typename: 'Novel', id: 'n1' }],
        },
        Novel: { __resolveReference: never },
        Author: { __resolveReference: never },
      },
    },
    authors: {
      sdl: `type Novel @key(fields: "id") { id: ID! author: Author @shareable }
        type Author @key(fields: "id") { id: ID! name: String @shareable born: Int city: City @shareable }
        type City @key(fields: "id") { id: ID! name: String @shareable people: Int }`,
      resolvers: {
        Novel: { __resolveReference: ({ id }: { id: string }) => ({ id, author: AUTHORS[0] }) },
        Author: {
          __resolveReference: ({ id }: { id: string }) => ({ ...by('id', AUTHORS)({ id }), born: 1819 }),
        },
        City: {
          __resolveReference: ({ id }: { id: string }) => ({ id, name: 'New York' }),
          people: () => 8,
        },
      },
    },
  },
  {
    'a required field that requires others, six subgraphs deep': {
      query: '{ carts { sum } }',
      data: { carts: [{ sum: 120 }, { sum: 0 }] },
    },
    'the client’s own fields under the names of required fields': {
      query:
        '{ carts { sum items { total: sku tax: weight freight: total price: price(currency: "EUR") weight: freight } } }',
      data: {
        carts: [
          {
            sum: 120,
            items: [
              { total: 'anvil', tax: 100, freight: 120, price: 10, weight: 50 },
              null,
              { total: 'air', tax: null, freight: null, price: 1, weight: null },
            ],
          },
          { sum: 0, items: [] },
        ],
      },
    },
    'a field required with an argument, and selected by the client with others': {
      query:
        'query ($currency: String! = "EUR") { item { tax price(currency: $currency) dollars: price(currency: "USD") price2: price } }',
      data: { item: { tax: 70, price: 10, dollars: 20, price2: 10 } },
    },
    'a required field that the client skips, and one that it includes only once': {
      query: `query ($no: Boolean!) { item { weight @include(if: $no) freight tax @skip(if: $no) }
        carts { items { ... @include(if: $no) { freight } ... on Item @skip(if: $no) { total } } } }`,
      variables: { no: false },
      data: {
        item: { freight: 50, tax: 70 },
        carts: [{ items: [{ total: 120 }, null, { total: null }] }, { items: [] }],
      },
    },
    'required fields of each member of a union': {
      query: '{ parcels { duty content { ... on Book { litres: name } ... on Wine { pages: name } } } }',
      data: {
        parcels: [
          { duty: 30, content: { pages: 'Red' } },
          { duty: 500, content: { litres: 'Moby-Dick' } },
          { duty: null, content: null },
        ],
      },
    },
    'an overridden field is never requested from the subgraph that it was taken from': {
      query: '{ item { old shared taken: old } carts { items { old } } }',
      data: {
        item: { old: 'old anvil', shared: 'shared anvil', taken: 'old anvil' },
        carts: [{ items: [{ old: 'old anvil' }, null, { old: 'old air' }] }, { items: [] }],
      },
    },
    'an override with a label that is not enabled is not in force': {
      query: '{ item { moving weight } carts { items { moving } } }',
      data: {
        item: { moving: 'not yet', weight: 100 },
        carts: [{ items: [{ moving: 'not yet' }, null, { moving: 'not yet' }] }, { items: [] }],
      },
    },
    'fields provided for one member of a union, two objects deep': {
      query:
        '{ works { __typename ... on Novel { author { name city { name } } } ... on Poem { author { name } } } }',
      data: {
        works: [
          { __typename: 'Novel', author: { name: 'provided', city: { name: 'provided city' } } },
          { __typename: 'Poem', author: { name: 'Melville' } },
        ],
      },
    },
    'fields that are not provided, next to those that are': {
      query: '{ works { ... on Novel { author { born is: name city { people town: name } } } } }',
      data: {
        works: [{ author: { born: 1819, is: 'provided', city: { people: 8, town: 'provided city' } } }, {}],
      },
    },
    'fields that are provided on one path but not on another': {
      query: '{ plain { ... on Novel { author { name city { name } } } } works { ... on Novel { id } } }',
      data: {
        plain: [{ author: { name: 'Melville', city: { name: 'New York' } } }],
        works: [{ id: 'n1' }, {}],
      },
    },
  },
);
