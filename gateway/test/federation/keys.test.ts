/**
 * Entities with several keys: compound, nested, in lists, null, hidden, and with names that clients use as
 * aliases.
 */
import { check } from './check.ts';

interface Maker {
  readonly code: string;
  readonly country: { readonly iso: string };
}
type Part = { readonly sku: string; readonly maker: Maker; readonly number: number };
type Reference = Part & { readonly id: string; readonly code: string | null; readonly region: string | null };

const maker = (code: string, iso: string): Maker => ({ code, country: { iso } });
const PARTS: readonly Part[] = [
  { sku: 'bolt', maker: maker('acme', 'DE'), number: 1 },
  { sku: 'nut', maker: maker('acme', 'FR'), number: 1 },
  { sku: 'gone', maker: maker('none', 'DE'), number: 9 },
];
const [BOLT, NUT, GONE] = PARTS;
const SUPPLIERS = [
  { id: 's1', name: 'First', code: 'one', region: 'north' },
  { id: 's2', name: 'Second', code: 'two', region: null },
  { id: 's3', name: 'Third', code: null, region: null },
];
const MAKER = `type Maker @shareable { code: String! country: Country! } type Country @shareable { iso: ID! }`;
const find = ({ sku }: Reference) => PARTS.find((part) => part.sku === sku) ?? null;

check(
  {
    catalog: {
      sdl: `${MAKER} scalar Place
        type Query { parts: [Part!]! shelves: [[[Part]!]]! crates: [Crate] places: [Spot] lost: [Part] }
        type Part @key(fields: "sku") @key(fields: "maker { code country { iso } } number") {
          sku: ID! maker: Maker! number: Int! }
        type Crate @key(fields: "parts { sku }") { parts: [Part!]! }
        type Spot @key(fields: "at") { at: Place! }`,
      resolvers: {
        Query: {
          parts: () => [BOLT, NUT],
          shelves: () => [[[BOLT, null], []], null, [[NUT, BOLT]]],
          crates: () => [{ parts: [BOLT, NUT] }, { parts: [] }, { parts: [NUT] }],
          places: () => [{ at: { row: 1, cells: ['a'] } }, { at: 'floor' }],
          lost: () => [BOLT, GONE],
        },
        Part: { __resolveReference: find },
      },
    },
    prices: {
      sdl: `${MAKER} type Part @key(fields: "number maker { country { iso } code }") {
        number: Int! maker: Maker! price: Int! }`,
      resolvers: {
        Part: {
          __resolveReference: ({ maker: { code, country }, number }: Reference) =>
            code === 'acme'
              ? { maker: maker(code, country.iso), number, price: country.iso === 'DE' ? 10 : 20 }
              : null,
        },
      },
    },
    stock: {
      sdl: `type Part @key(fields: "sku") { sku: ID! stock: Int supplier: Supplier barcode: ID checked(by: ID): Int! }
        type Supplier @key(fields: "id") { id: ID! }`,
      resolvers: {
        Part: {
          __resolveReference: ({ sku }: Reference) => {
            if (sku === 'bolt') return { sku, stock: 7, supplier: { id: 's1' }, barcode: 'B' };
            return sku === 'nut' ? { sku, stock: 0, supplier: { id: 's2' }, barcode: 'N' } : null;
          },
          checked: ({ sku }: Reference, { by }: { by?: string }) => {
            if (sku === 'bolt') throw new Error('A bolt is not checked.');
            return Number(by ?? 0);
          },
        },
        Supplier: { __resolveReference: ({ id }: Reference) => ({ id }) },
      },
    },
    suppliers: {
      sdl: `type Query { suppliers: [Supplier] }
        type Supplier @key(fields: "id") @key(fields: "code region") {
          id: ID! name: String code: ID @inaccessible region: String @inaccessible }`,
      resolvers: {
        Query: { suppliers: () => SUPPLIERS },
        Supplier: {
          __resolveReference: ({ id }: Reference) => SUPPLIERS.find((one) => one.id === id) ?? null,
        },
      },
    },
    ratings: {
      sdl: `type Supplier @key(fields: "code region") { code: ID region: String stars: Int }`,
      resolvers: {
        Supplier: {
          __resolveReference: ({ code, region }: Reference) =>
            code && { code, region, stars: region === null ? 1 : 5 },
        },
      },
    },
    depot: {
      sdl: `scalar Place
        type Query { order: Order }
        type Order { part: Part again: [Part] }
        type Part @key(fields: "sku", resolvable: false) { sku: ID! }
        type Crate @key(fields: "parts { sku }") { parts: [Part!]! @external weight: Int }
        type Spot @key(fields: "at") { at: Place! label: String }`,
      resolvers: {
        Query: { order: () => ({ part: { sku: 'nut' }, again: [{ sku: 'nut' }, null, { sku: 'bolt' }] }) },
        Crate: {
          __resolveReference: ({ parts }: { parts: readonly Part[] }) => ({
            parts,
            weight: parts.length * 3,
          }),
        },
        Spot: {
          __resolveReference: ({ at }: { at: unknown }) => ({ at, label: JSON.stringify(at) }),
        },
      },
    },
  },
  {
    'a compound key with objects in it, written in another order in another subgraph': {
      query: '{ parts { price stock } }',
      data: {
        parts: [
          { price: 10, stock: 7 },
          { price: 20, stock: 0 },
        ],
      },
    },
    'lists of lists of entities, with null at each depth': {
      query: '{ shelves { sku price stock } }',
      data: {
        shelves: [
          [[{ sku: 'bolt', price: 10, stock: 7 }, null], []],
          null,
          [
            [
              { sku: 'nut', price: 20, stock: 0 },
              { sku: 'bolt', price: 10, stock: 7 },
            ],
          ],
        ],
      },
    },
    'from key to key through four subgraphs': {
      query: '{ order { part { price supplier { name stars } } } }',
      data: { order: { part: { price: 20, supplier: { name: 'Second', stars: 1 } } } },
    },
    'keys that contain null are sent unchanged': {
      query: '{ suppliers { id stars } }',
      data: {
        suppliers: [
          { id: 's1', stars: 5 },
          { id: 's2', stars: 1 },
          { id: 's3', stars: null },
        ],
      },
    },
    'a client’s aliases are the names of hidden keys': {
      query: '{ suppliers { code: name region: id stars } }',
      data: {
        suppliers: [
          { code: 'First', region: 's1', stars: 5 },
          { code: 'Second', region: 's2', stars: 1 },
          { code: 'Third', region: 's3', stars: null },
        ],
      },
    },
    'key fields with each other’s names as aliases': {
      query:
        '{ parts { sku: number number: sku maker { country: code code: country { iso: __typename } } price } }',
      data: {
        parts: [
          { sku: 1, number: 'bolt', maker: { country: 'acme', code: { iso: 'Country' } }, price: 10 },
          { sku: 1, number: 'nut', maker: { country: 'acme', code: { iso: 'Country' } }, price: 20 },
        ],
      },
    },
    'a key that is a list of other entities': {
      query: '{ crates { weight parts { stock } } }',
      data: {
        crates: [
          { weight: 6, parts: [{ stock: 7 }, { stock: 0 }] },
          { weight: 0, parts: [] },
          { weight: 3, parts: [{ stock: 0 }] },
        ],
      },
    },
    'a key of a custom scalar that holds any JSON': {
      query: '{ places { label at } }',
      data: {
        places: [
          { label: '{"row":1,"cells":["a"]}', at: { row: 1, cells: ['a'] } },
          { label: '"floor"', at: 'floor' },
        ],
      },
    },
    'one entity at several places, with different fields at each': {
      query:
        '{ order { part { price } again { stock } } parts { code: barcode } order2: order { again { price } } }',
      data: {
        order: { part: { price: 20 }, again: [{ stock: 0 }, null, { stock: 7 }] },
        parts: [{ code: 'B' }, { code: 'N' }],
        order2: { again: [{ price: 20 }, null, { price: 10 }] },
      },
    },
    'an error in an entity that is at many non-null places': {
      query: '{ shelves { sku checked } again: order { part { checked(by: 2) } again { checked(by: 3) } } }',
      data: {
        shelves: [[[null, null], []], null, [[{ sku: 'nut', checked: 0 }, null]]],
        again: { part: { checked: 2 }, again: [{ checked: 3 }, null, null] },
      },
      codes: ['INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR', 'INTERNAL_SERVER_ERROR'],
      paths: ['again.again.2.checked', 'shelves.0.0.0.checked', 'shelves.2.0.1.checked'],
    },
    'a subgraph that does not know an entity makes its own fields null, and non-null places around them': {
      query: '{ nullable: lost { sku stock } required: lost { sku price } }',
      data: {
        nullable: [
          { sku: 'bolt', stock: 7 },
          { sku: 'gone', stock: null },
        ],
        required: [{ sku: 'bolt', price: 10 }, null],
      },
      codes: ['MISSING_VALUE'],
      paths: ['required.1.price'],
    },
  },
);
