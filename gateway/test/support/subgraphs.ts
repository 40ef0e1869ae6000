import { conflict } from '@holdfast/kit-base/errors';
import type { Identity, VerifyIdentity } from '@holdfast/kit-base/identity';
import { silentLog } from '@holdfast/kit-base/log';
import type { HttpServer } from '@holdfast/kit-http/httpServer';
import { createSubgraphServer } from '@holdfast/kit-subgraph/server';
import { scalars } from '@holdfast/kit-values/scalars';
import { parse } from 'graphql';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@tag", "@authenticated", "@requiresScopes", "@inaccessible"])`;

/** A gate inside a subgraph: `entered` resolves when a request has arrived, `open` lets it continue. */
export interface Gate {
  readonly entered: Promise<void>;
  open(): void;
  enter(): Promise<void>;
}

export function createGate(): Gate {
  const entered = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    entered: entered.promise,
    open: () => opened.resolve(),
    enter: () => {
      entered.resolve();
      return opened.promise;
    },
  };
}

/** The fixture's orders, which tests change. */
export type Orders = Map<string, { id: string; owner: string; status: string }>;

interface Context {
  readonly identity: Identity;
}

/** One item, whose stock is low. */
const stockOfB = (_: unknown, { productId, warehouseId }: Record<string, string>) => ({
  nodes: productId === 'b' ? [{ id: `${productId}/${warehouseId}`, product: { id: 'b' } }] : [],
});

/** The SDL and resolvers of two small subgraphs that share Product, with one field for each kind of fault. */
export const definitions = (gate: Gate, orders: Orders) => ({
  orders: {
    sdl: `${LINK}
      type Query {
        order(id: ID!): Order @authenticated
        stockItems(first: Int, productId: ID, warehouseId: ID): StockItems
          @requiresScopes(scopes: [["stock:read"]])
        lowStock(first: Int, productId: ID, warehouseId: ID): StockItems
          @requiresScopes(scopes: [["stock:read"]])
      }
      type Subscription {
        orderUpdated(id: ID!): Order @authenticated
        stockLow: StockItem @requiresScopes(scopes: [["stock:read"]])
      }
      type Order { id: ID! status: String! product: Product }
      type StockItems { nodes: [StockItem!]! }
      type StockItem { id: ID! product: Product }
      type Product @key(fields: "id", resolvable: false) { id: ID! }`,
    resolvers: {
      Query: {
        order: (_: unknown, { id }: { id: string }, { identity }: Context) => {
          const order = orders.get(id);
          return order?.owner === identity.user?.id ? { ...order, product: { id: 'a' } } : null;
        },
        stockItems: stockOfB,
        lowStock: stockOfB,
      },
    },
  },
  users: {
    sdl: `${LINK}
      scalar DateTime
      type Query {
        "The caller, as this subgraph was told."
        caller: Caller @tag(name: "public")
        account: Account @authenticated
        since(at: DateTime!): DateTime @tag(name: "public")
        echo(input: EchoInput!, times: Int = 1): String @tag(name: "public")
        secret: String @requiresScopes(scopes: [["users:read"]])
      }
      type Caller @shareable { service: String! user: ID roles: [String!]! }
      type Account @key(fields: "id") { id: ID! }
      input EchoInput { text: String! lines: [EchoLine!]! = [] }
      input EchoLine { id: ID! quantity: Int! }
      type Mutation { touch: Boolean @tag(name: "public") charge: Boolean @inaccessible @tag(name: "public") }`,
    resolvers: {
      DateTime: scalars.DateTime,
      Query: {
        caller: (_: unknown, __: unknown, { identity }: Context) => ({
          service: identity.service,
          user: identity.user?.id ?? null,
          roles: identity.user?.roles ?? [],
        }),
        account: (_: unknown, __: unknown, { identity }: Context) => ({ id: identity.user?.id }),
        since: (_: unknown, { at }: { at: Date }) => at,
        echo: (_: unknown, { input, times }: { input: { text: string }; times: number }) =>
          input.text.repeat(times),
        secret: () => 'secret',
      },
      Mutation: {
        touch: async () => {
          await gate.enter();
          return true;
        },
        charge: () => true,
      },
    },
  },
  products: {
    sdl: `${LINK}
      type Query { products: [Product!] @tag(name: "public") ghost: Product @tag(name: "public") }
      type Product @key(fields: "id") @tag(name: "public") { id: ID! name: String! }`,
    resolvers: {
      Query: {
        products: () => ['a', 'b'].map((id) => ({ id, name: `Product ${id}` })),
        ghost: () => ({ id: 'gone', name: 'Ghost' }),
      },
      Product: {
        __resolveReference: ({ id }: { id: string }) => ({ id, name: `Product ${id}` }),
      },
    },
  },
  inventory: {
    sdl: `${LINK}
      type Product @key(fields: "id") @tag(name: "public") { id: ID! available: Int  code: String! }
      type Query { refused: Int @tag(name: "public") defect: Int @tag(name: "public") slow: Int @tag(name: "public") }`,
    resolvers: {
      Product: {
        __resolveReference: ({ id }: { id: string }) =>
          id === 'gone' ? null : { id, available: 7, code: `C-${id}` },
      },
      Query: {
        refused: () => {
          throw conflict('Not now.', { current: 3 });
        },
        defect: () => {
          throw new Error('select * from secrets at 10.0.0.7');
        },
        slow: async () => {
          await gate.enter();
          return 1;
        },
      },
    },
  },
});

export function createFixture(
  name: string,
  { sdl, resolvers }: { sdl: string; resolvers: object },
  verifyIdentity: VerifyIdentity,
): Promise<HttpServer> {
  return createSubgraphServer({
    name,
    typeDefs: parse(sdl),
    resolvers,
    context: (identity) => ({ identity }),
    verifyIdentity,
    health: {},
    log: silentLog,
  });
}
