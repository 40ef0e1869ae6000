/**
 * The schemas of four subgraphs, modeled on the usual federation benchmark, with the same names of types and
 * fields.
 */
const LINK = (imports: string) =>
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: [${imports}])\n`;

/** Federation SDL by the name of the subgraph. */
export const SCHEMAS = {
  users: `${LINK('"@key", "@shareable"')}
    type Query {
      me: User
      users: [User]
      user(id: ID!): User
    }
    type User @key(fields: "id") {
      id: ID!
      name: String
      username: String @shareable
    }
  `,
  reviews: `${LINK('"@key", "@external", "@provides"')}
    type User @key(fields: "id") {
      id: ID!
      username: String @external
      reviews: [Review]
    }
    type Product @key(fields: "upc") {
      upc: String!
      reviews: [Review]
    }
    type Review @key(fields: "id") {
      id: ID!
      body: String
      author: User @provides(fields: "username")
      product: Product
    }
  `,
  products: `${LINK('"@key"')}
    type Query {
      topProducts(first: Int = 5): [Product]
    }
    type Product @key(fields: "upc") {
      upc: String!
      name: String
      price: Int
      weight: Int
    }
  `,
  inventory: `${LINK('"@key", "@external", "@requires"')}
    type Product @key(fields: "upc") {
      upc: String!
      price: Int @external
      weight: Int @external
      inStock: Boolean
      shippingEstimate: Int @requires(fields: "price weight")
    }
  `,
} as const;

export type SubgraphName = keyof typeof SCHEMAS;

export const SUBGRAPHS = Object.keys(SCHEMAS) as readonly SubgraphName[];
