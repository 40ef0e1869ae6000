/** Fields that move from `carts` to `goods`. The value of each names the subgraph that answered it. */
import type { Subgraphs } from './federation.ts';

type Sku = Readonly<{ sku: string }>;
type Weighed = Sku & { readonly weight?: number | null };
type Coded = Readonly<{ id?: string; code?: string }>;

const carts = () => 'carts';
const goods = () => 'goods';
const ITEM = { __typename: 'Item', sku: 'anvil' };
const TOY = { __typename: 'Toy', sku: 'ball' };

export const MOVING_FIELDS: Subgraphs = {
  carts: {
    sdl: `type Query { item: Item things: [Thing!]! box: Box top: String }
      interface Thing { sku: ID! name: String }
      type Item implements Thing @key(fields: "sku") {
        sku: ID! name: String stays: String none: String all: String half: String other: String flag: String
        weight: Int @shareable cost(currency: String = "EUR"): Int @shareable shared: String @shareable
      }
      type Toy implements Thing @key(fields: "sku") { sku: ID! name: String }
      type Box @key(fields: "id") @key(fields: "code") { id: ID! code: ID! @shareable }
      type Mutation { move: Item }`,
    resolvers: {
      Query: {
        item: () => ITEM,
        things: () => [ITEM, TOY],
        box: () => ({ id: 'b1', code: 'from carts' }),
        top: carts,
      },
      Mutation: { move: () => ITEM },
      Thing: { __resolveType: ({ __typename }: { __typename: string }) => __typename },
      Item: {
        __resolveReference: ({ sku }: Sku) => ({ sku }),
        ...{
          name: carts,
          stays: carts,
          none: carts,
          all: carts,
          half: carts,
          other: carts,
          flag: carts,
          shared: carts,
        },
        weight: () => 1,
        cost: () => 1,
      },
      Toy: { __resolveReference: ({ sku }: Sku) => ({ sku }), name: carts },
      Box: { __resolveReference: (box: Coded) => ({ id: 'b1', code: 'from carts', ...box }) },
    },
  },
  goods: {
    sdl: `type Query { top: String @override(from: "carts", label: "flag") }
      type Item @key(fields: "sku") {
        sku: ID!
        name: String @override(from: "carts", label: "flag")
        none: String @override(from: "carts", label: "percent(0)")
        all: String @override(from: "carts", label: "percent(100)")
        half: String @override(from: "carts", label: "percent(50)")
        other: String @override(from: "carts", label: "percent(12.5)")
        flag: String @override(from: "carts", label: "flag")
        weight: Int @shareable
        cost(currency: String = "EUR"): Int @shareable
        shared: String @shareable @override(from: "carts", label: "flag")
      }
      type Box @key(fields: "id") { id: ID! code: ID! @shareable }`,
    resolvers: {
      Query: { top: goods },
      Item: {
        __resolveReference: ({ sku }: Sku) => ({ sku }),
        ...{ name: goods, none: goods, all: goods, half: goods, other: goods, flag: goods, shared: goods },
        weight: () => 2,
        cost: () => 2,
      },
      Box: { __resolveReference: ({ id }: Coded) => ({ id, code: 'from goods' }) },
    },
  },
  freight: {
    sdl: `type Item @key(fields: "sku") {
        sku: ID! weight: Int @external freight: Int @requires(fields: "weight")
        cost(currency: String = "EUR"): Int @external duty: Int @requires(fields: "cost(currency: \\"USD\\")")
      }
      type Box @key(fields: "code") { code: ID! @shareable size: String }`,
    resolvers: {
      Item: {
        __resolveReference: (item: Sku) => item,
        freight: ({ weight }: Weighed) => (weight ?? 0) * 100,
        duty: ({ cost }: Readonly<{ cost?: number }>) => (cost ?? 0) * 10,
      },
      Box: { __resolveReference: ({ code }: Coded) => ({ code }), size: ({ code }: Coded) => `size ${code}` },
    },
  },
  shelves: {
    sdl: `type Item @key(fields: "sku") { sku: ID! shared: String @shareable }
      type Query { shelf: Item }`,
    resolvers: {
      Query: { shelf: () => ({ sku: 'anvil' }) },
      Item: { __resolveReference: ({ sku }: Sku) => ({ sku }), shared: () => 'shelves' },
    },
  },
};

/**
 * Adds labels to a composed supergraph. `@apollo/composition` 2.14 does not compose labels on fields that
 * keys or `@requires` of other fields name, because it looks for a way to fetch such a field without any
 * override. Other composers support them.
 */
export function labelled(composed: string): string {
  const moved = (label: string, used = '') =>
    `@join__field(graph: CARTS, ${used}overrideLabel: "${label}") @join__field(graph: GOODS, override: "carts", overrideLabel: "${label}")`;
  return composed
    .replace(/(?<=weight: Int ).*/, `${moved('heavy/1.0')} @join__field(graph: FREIGHT, external: true)`)
    .replace(/(?<=cost\(.*?\): Int ).*/, `${moved('flag')} @join__field(graph: FREIGHT, external: true)`)
    .replace(
      'code: ID!',
      `code: ID! ${moved('coded', 'usedOverridden: true, ')} @join__field(graph: FREIGHT)`,
    );
}
