import type { Subgraph } from './federation.ts';

/** Graphs for random operations. Every object has an `id`; the field named `code` is another key. */
export const GRAPHS: Readonly<Record<string, Readonly<Record<string, Subgraph>>>> = {
  'requirements with arguments': {
    catalog: {
      sdl: `type Query { products(n: Int): [Product] product: Product! category: Category }
        type Product @key(fields: "id") @key(fields: "code") {
          id: ID! code: ID! name(upper: Boolean): String price(currency: Int!): Int weight: Int category: Category }
        type Category @key(fields: "id") { id: ID! name(upper: Boolean): String rate(year: Int!, month: Int): Int top: Product }`,
    },
    shipping: {
      sdl: `type Query { shipped: [Product!]! }
        type Product @key(fields: "id", resolvable: false) @key(fields: "code") {
          id: ID! code: ID! price(currency: Int!): Int @external weight: Int @external
          category: Category @external
          cost: String @requires(fields: "price(currency: 1) weight")
          costAbroad: String @requires(fields: "price(currency: 2) weight")
          taxed: String @requires(fields: "category { rate(year: 1) }")
          taxedLater: String @requires(fields: "category { rate(year: 2, month: 3) } price(currency: 2)")
          parcels(n: Int): Int }
        type Category @key(fields: "id") { id: ID! rate(year: Int!, month: Int): Int @external depot: Depot }
        type Depot { id: ID! city: String stores: [Product] }`,
    },
    reviews: {
      sdl: `type Query { reviews: [Review!] } type Mutation { review(product: ID): Review }
        type Review @key(fields: "id") { id: ID! text: String product: Product author: Author! }
        type Author @key(fields: "id") { id: ID! name: String reviews: [Review] }
        type Product @key(fields: "id") {
          id: ID! weight: Int @external reviews: [Review] stars(of: Int): Int heavy: String @requires(fields: "weight") }`,
    },
  },
  'interfaces and unions': {
    media: {
      sdl: `type Query { shelf: [Media] item: Item best: Movie }
        interface Media @key(fields: "id") { id: ID! title(short: Boolean): String related: [Media] }
        type Movie implements Media @key(fields: "id") { id: ID! title(short: Boolean): String related: [Media] minutes: Int director: Person }
        type Book implements Media @key(fields: "id") { id: ID! title(short: Boolean): String related: [Media] pages: Int author: Person! }
        type Person @key(fields: "id") { id: ID! name: String works: [Item] }
        union Item = Movie | Book | Person`,
      resolvers: {
        Media: {
          // The id contains the type.
          __resolveReference: (known: { id: string }) => ({
            ...known,
            __typename: known.id.replace(/-.*/, ''),
          }),
        },
      },
    },
    ratings: {
      sdl: `type Query { rated: [Media!] }
        type Media @key(fields: "id") @interfaceObject { id: ID! score(scale: Int): Int critics: [Person]
          title(short: Boolean): String @external blurb: String @requires(fields: "title(short: true)")
          teaser: String @requires(fields: "title") }
        type Person @key(fields: "id") { id: ID! famous: Boolean }`,
    },
    cinema: {
      sdl: `type Query { shows: [Show!]! }
        type Show { id: ID! movie: Movie hall: Int }
        type Movie @key(fields: "id") { id: ID! minutes: Int @external seats: Int long: String @requires(fields: "minutes") }`,
    },
  },
  'provided and shared fields': {
    a: {
      sdl: `type Query { me: User users: [User!] shared: Box @shareable }
        type User @key(fields: "id") @key(fields: "code") { id: ID! code: ID! name: String @shareable team: Team @provides(fields: "name") }
        type Team @key(fields: "id") { id: ID! name: String @external lead: User }
        type Box @shareable { id: ID! width: Int }`,
    },
    b: {
      sdl: `type Query { teams: [Team] shared: Box @shareable }
        type Team @key(fields: "id") { id: ID! name: String @shareable members: [User] }
        type User @key(fields: "code") { code: ID! name: String @shareable age: Int }
        type Box @shareable { id: ID! width: Int }`,
    },
    c: {
      sdl: `type Mutation { join(team: ID!): User }
        type User @key(fields: "id") { id: ID! age: Int @external name: String @external
          adult: String @requires(fields: "age") badge: String @requires(fields: "name age") }
        type Team @key(fields: "id") { id: ID! budget(year: Int): Int }`,
    },
  },
};
