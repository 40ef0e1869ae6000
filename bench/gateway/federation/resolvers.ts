/** The resolvers of each field: from the data, or from a representation that the gateway sent. */
import { PRODUCTS, REVIEWS_WRITTEN, USERS } from './data.ts';
import type { SubgraphName } from './schemas.ts';

export type Arguments = Readonly<Record<string, unknown>>;
export type Source = Readonly<Record<string, unknown>>;
export type Field = (source: Source, given: Arguments) => unknown;
/** By type, then by field. `__typename` is the source's. */
export type Resolvers = Readonly<Record<string, Readonly<Record<string, Field>>>>;

const own =
  (name: string): Field =>
  (source) =>
    source[name];

/** Shipping is free above a price of 1,000; otherwise it costs half a unit of money per unit of weight. */
const shippingEstimate: Field = ({ price, weight }) => {
  if (typeof price !== 'number' || typeof weight !== 'number')
    throw new Error('shippingEstimate needs a price and a weight.');
  return price > 1_000 ? 0 : weight / 2;
};

const find = (all: readonly object[], key: string, value: unknown): Source | null =>
  (all as readonly Source[]).find((one) => one[key] === value) ?? null;
const userOf = (id: unknown) => find(USERS, 'id', id);
const productOf = (upc: unknown) => find(PRODUCTS, 'upc', upc);

const Users = {
  Query: {
    me: () => USERS[0],
    users: () => USERS,
    user: (_, { id }) => userOf(id),
  },
  User: { id: own('id'), name: own('name'), username: own('username') },
} satisfies Resolvers;

const Products = {
  Query: {
    topProducts: (_, { first = 5 }) => PRODUCTS.slice(0, Number(first)),
  },
  Product: { upc: own('upc'), name: own('name'), price: own('price'), weight: own('weight') },
} satisfies Resolvers;

const Reviews = {
  User: {
    id: own('id'),
    username: own('username'),
    reviews: ({ id }) => REVIEWS_WRITTEN.filter(({ author }) => author === id),
  },
  Product: {
    upc: own('upc'),
    reviews: ({ upc }) => REVIEWS_WRITTEN.filter(({ product }) => product === upc),
  },
  Review: {
    id: own('id'),
    body: own('body'),
    author: ({ author }) => userOf(author),
    product: ({ product }) => productOf(product),
  },
} satisfies Resolvers;

const Inventory = {
  Product: { upc: own('upc'), inStock: own('inStock'), shippingEstimate },
} satisfies Resolvers;

/** Returns the entity of a representation; null when there is none. */
export type Reference = (representation: Source) => Source | null;

export interface SubgraphResolvers {
  readonly fields: Resolvers;
  readonly references: Readonly<Record<string, Reference>>;
}

export const SUBGRAPH_RESOLVERS: Readonly<Record<SubgraphName, SubgraphResolvers>> = {
  users: { fields: Users, references: { User: ({ id }) => userOf(id) } },
  products: { fields: Products, references: { Product: ({ upc }) => productOf(upc) } },
  reviews: {
    fields: Reviews,
    references: {
      User: ({ id }) => userOf(id),
      Product: ({ upc }) => productOf(upc),
      Review: ({ id }) => find(REVIEWS_WRITTEN, 'id', id),
    },
  },
  inventory: {
    fields: Inventory,
    references: {
      // Price and weight come from the gateway, never from the data, so an answer shows whether the gateway
      // fetched them.
      Product: ({ upc, price, weight }) => {
        const product = productOf(upc);
        return product && { __typename: 'Product', upc, inStock: product['inStock'], price, weight };
      },
    },
  },
};
