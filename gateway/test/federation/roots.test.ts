/** Root types that subgraphs share, mutations in their order, and what is hidden from clients. */
import { by, check } from './check.ts';

/** The effects of mutations; `close` returns and clears them. */
const LOG: string[] = [];
const WINDOWS = [
  { floor: 1, windows: 10 },
  { floor: 2, windows: 20 },
];
const DOORS = [
  { floor: 1, doors: 1 },
  { floor: 2, doors: 2 },
];
const note = (entry: string) => LOG.push(entry);
const SHIRTS = [
  { code: 'x1', id: 1, name: 'Plain' },
  { code: 'x2', id: 2, name: 'Striped' },
];
type Shirt = { readonly code: string };
type Wanted = { readonly sizes?: readonly string[]; readonly size?: string; readonly secret?: number };
const link = (
  limit: string,
) => `extend schema @link(url: "https://specs.example/hint/v1.0", import: ["@hint"]) @composeDirective(name: "@hint")
  directive @hint(of: Size!${limit}, note: String) on FIELD`;
const SHOUT = `directive @shout(times: Int = 1) repeatable on FIELD | INLINE_FRAGMENT`;

check(
  {
    first: {
      sdl: `${SHOUT} ${link('')}
        schema { query: FirstQuery mutation: FirstMutation }
        type FirstQuery { me: Me @shareable house: House! @shareable empty: Me @shareable label: String
          shirts: [Shirt!]! sizes: [Size] strict: [Size!] wanted(by: Wanted, size: Size = SMALL): String }
        type FirstMutation { open(name: String!): Shirt fail: Int close: Box }
        type Me @shareable { id: ID! inner: Inner } type Inner @shareable { a: Int both: Int }
        type House @shareable { rooms(first: Int = 2): [[Room!]!]! } type Room @shareable { floor: Int windows: Int }
        type Box { log: [String!]! }
        type Shirt @key(fields: "code") { code: ID! @inaccessible id: Int name: String }
        enum Size { SMALL LARGE HUGE @inaccessible }
        input Wanted { sizes: [Size!] = [SMALL] size: Size secret: Int = 7 @inaccessible }`,
      resolvers: {
        FirstQuery: {
          me: () => ({ id: 'me', inner: { a: 1, both: 3 } }),
          house: () => ({
            rooms: ({ first }: { first: number }) => [[], WINDOWS.slice(0, first)],
          }),
          empty: () => null,
          label: (
            _: unknown,
            __: unknown,
            ___: unknown,
            { fieldNodes }: { fieldNodes: readonly { directives: readonly { name: { value: string } }[] }[] },
          ) => fieldNodes[0]!.directives.map(({ name }) => name.value).join(),
          shirts: () => SHIRTS,
          sizes: () => ['SMALL', 'HUGE', 'LARGE'],
          strict: () => ['SMALL', 'HUGE'],
          wanted: (_: unknown, given: { by?: Wanted; size?: string }) => JSON.stringify(given),
        },
        FirstMutation: {
          open: (_: unknown, { name }: { name: string }) => {
            note(`open ${name}`);
            return SHIRTS[0];
          },
          fail: () => {
            note('fail');
            throw new Error('Not this time.');
          },
          close: () => {
            note('close');
            return { log: LOG.splice(0) };
          },
        },
        Shirt: { __resolveReference: by('code', SHIRTS) },
      },
    },
    second: {
      sdl: `${SHOUT} ${link(' = SMALL')}
        type Query { me: Me @shareable house: House! @shareable empty: Me @shareable }
        type Mutation { mark(name: String!): Int! }
        type Me @shareable { id: ID! inner: Inner } type Inner @shareable { b: Int both: Int }
        type House @shareable { rooms(first: Int = 2): [[Room!]!]! } type Room @shareable { doors: Int floor: Int }
        type Shirt @key(fields: "code") { code: ID! stock: Int stamp: Int }
        enum Size { SMALL LARGE HUGE @inaccessible }
        input Wanted { sizes: [Size!] = [SMALL] size: Size }`,
      resolvers: {
        Query: {
          me: () => ({ id: 'me', inner: { b: 2, both: 3 } }),
          house: () => ({
            rooms: ({ first }: { first: number }) => [[], DOORS.slice(0, first)],
          }),
          empty: () => null,
        },
        Mutation: { mark: (_: unknown, { name }: { name: string }) => note(`mark ${name}`) },
        Shirt: {
          __resolveReference: ({ code }: Shirt) => ({ code, stock: Number(code.slice(1)) }),
          stamp: () => note('stamp'),
        },
      },
    },
  },
  {
    'one root field that each subgraph answers in part': {
      query: '{ me { id inner { a b both sum: both } } root: __typename }',
      data: { me: { id: 'me', inner: { a: 1, b: 2, both: 3, sum: 3 } }, root: 'Query' },
    },
    'nested lists below it, twice and with different arguments': {
      query: `query ($n: Int = 1) { house { all: rooms { windows doors floor } rooms(first: $n) { doors windows } }
        house { rooms(first: $n) { floor } } }`,
      data: {
        house: {
          all: [
            [],
            [
              { windows: 10, doors: 1, floor: 1 },
              { windows: 20, doors: 2, floor: 2 },
            ],
          ],
          rooms: [[], [{ doors: 1, windows: 10, floor: 1 }]],
        },
      },
      // `@apollo/gateway` merges the lists of two answers, but not the lists in them.
      executors: ['compiled'],
    },
    'a root field that is null in all subgraphs': {
      query: '{ empty { inner { a b } } me { inner { b } } }',
      data: { empty: null, me: { inner: { b: 2 } } },
    },
    'mutations run one after another, whichever subgraphs they are from': {
      query:
        'mutation { a: open(name: "a") { stock } b: mark(name: "b") c: mark(name: "c") d: open(name: "d") { name } close { log } }',
      data: {
        a: { stock: 1 },
        b: 2,
        c: 3,
        d: { name: 'Plain' },
        close: { log: ['open a', 'mark b', 'mark c', 'open d', 'close'] },
      },
    },
    'the selection of a mutation is read before the next one, even in the same subgraph': {
      query: `mutation ($no: Boolean!) { a: open(name: "a") { stamp } ... Rest ... @skip(if: $no) { b: open(name: "b") { name } }
        close { log } a: open(name: "a") { stock } __typename } fragment Rest on Mutation { b: open(name: "b") { stamp } }`,
      variables: { no: false },
      data: {
        a: { stamp: 2, stock: 1 },
        b: { stamp: 4, name: 'Plain' },
        close: { log: ['open a', 'stamp', 'open b', 'stamp', 'close'] },
        __typename: 'Mutation',
      },
    },
    'a mutation that fails does not stop those after it': {
      query: 'mutation { one: mark(name: "1") fail two: mark(name: "2") close { log } }',
      data: { one: 1, fail: null, two: 3, close: { log: ['mark 1', 'fail', 'mark 2', 'close'] } },
      codes: ['INTERNAL_SERVER_ERROR'],
    },
    'entities joined by a hidden key whose name clients use as an alias': {
      query: '{ shirts { code: name id: stock name: id } }',
      data: {
        shirts: [
          { code: 'Plain', id: 1, name: 1 },
          { code: 'Striped', id: 2, name: 2 },
        ],
      },
    },
    'hidden values of an enum, in lists': {
      query: '{ sizes strict }',
      data: { sizes: ['SMALL', null, 'LARGE'], strict: null },
      codes: { compiled: ['MISSING_VALUE'], apollo: ['MISSING_VALUE', 'MISSING_VALUE'] },
    },
    'a hidden value and a hidden input field are unknown in a document': {
      query: '{ a: wanted(size: HUGE) b: wanted(by: { secret: 1 }) }',
      data: null,
      codes: ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
    },
    'a hidden value and a hidden input field are unknown in variables': {
      query: 'query ($by: Wanted) { wanted(by: $by) }',
      variables: { by: { sizes: ['LARGE', 'HUGE'], secret: 1 } },
      data: null,
      codes: ['BAD_USER_INPUT'],
    },
    'the subgraph applies the defaults of inputs, even of hidden ones': {
      query:
        'query ($size: Size, $by: Wanted = { size: LARGE }) { wanted(by: $by) none: wanted(size: $size) one: wanted(by: { sizes: LARGE }) }',
      data: {
        wanted: '{"by":{"sizes":["SMALL"],"size":"LARGE","secret":7},"size":"SMALL"}',
        none: '{"size":"SMALL"}',
        one: '{"by":{"sizes":["LARGE"],"secret":7},"size":"SMALL"}',
      },
    },
    'custom directives reach the subgraph of their field': {
      query: '{ label @shout(times: 2) @shout shirts { ... @shout { stock } } other: label }',
      data: { label: 'shout,shout', shirts: [{ stock: 1 }, { stock: 2 }], other: '' },
    },
    'a composed directive with an argument that has a default in only one subgraph': {
      query: '{ label @hint other: label @hint(of: LARGE, note: "x") @shout me { inner { b @hint } } }',
      data: { label: 'hint', other: 'hint,shout', me: { inner: { b: 2 } } },
    },
    'introspection next to data of two subgraphs': {
      query: '{ __type(name: "Size") { enumValues { name } } me { inner { a b } } }',
      data: {
        __type: { enumValues: [{ name: 'LARGE' }, { name: 'SMALL' }] },
        me: { inner: { a: 1, b: 2 } },
      },
    },
  },
);
