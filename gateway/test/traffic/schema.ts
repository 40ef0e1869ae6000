import { buildSchema } from 'graphql';

/** A schema with every kind of argument, and fields that can conflict. */
export const schema = buildSchema(`
  directive @tag(name: String, by: Filter) on FIELD | FRAGMENT_SPREAD | INLINE_FRAGMENT | QUERY | FRAGMENT_DEFINITION
  scalar JSON
  enum Order { NEWEST OLDEST }
  input Filter { text: String sizes: [Int!] order: Order and: [Filter!] any: JSON ids: [[ID]] min: Float! = 1 }
  interface Named { id: ID! name(upper: Boolean = false): String label: String }
  type Product implements Named {
    id: ID! name(upper: Boolean = false): String label: String title: String size: Int
    image(width: Int, crop: Boolean): String related(first: Int = 10): [Product!]!
  }
  type User implements Named { id: ID! name(upper: Boolean = false): String label: String email: String size: String }
  union Found = Product | User
  type Query {
    product(id: ID!): Product
    products(ids: [ID!], filter: Filter, order: Order = NEWEST, any: JSON, anys: [JSON], at: Float): [Product!]!
    search(text: String, filters: [Filter!], orders: [Order!]): [Found!]!
    node(id: ID!): Named
  }
  type Mutation { add(product: ID!, note: String, filter: Filter): Product }
  type Subscription { changed(id: ID!): Product }`);
