/**
 * A way to break valid SDL. `‸` in `to` marks where the problem must be reported, and is not part of the SDL.
 */
export interface Mutation {
  readonly name: string;
  readonly file: 'shop' | 'stock';
  readonly from: string;
  readonly to: string;
}

const shop = (name: string, from: string, to: string): Mutation => ({ name, file: 'shop', from, to });
const stock = (name: string, from: string, to: string): Mutation => ({ name, file: 'stock', from, to });

export const MUTATIONS: readonly Mutation[] = [
  // Syntax.
  shop('a field without its type', '  city: String\n', '  city\n‸}\n'),
  shop('a brace that is not closed', 'enum Status {\n  ACTIVE', 'enum Status {\n  ACTIVE ‸{'),
  // Definitions.
  shop('a type twice', 'scalar Money', 'scalar Money\n\nscalar ‸Money'),
  shop('a type twice, as another kind', 'scalar Money', 'scalar Money\n\nenum ‸Money { EUR }'),
  shop(
    'a type extended as another kind',
    'scalar Money',
    'scalar Money\n\nextend type ‸Money { cents: Int }',
  ),
  shop('an enum extended as an input', 'enum Status {', 'extend input ‸Status { a: Int }\n\nenum Status {'),
  shop('a directive twice', 'scalar Money', 'directive @‸loud on FIELD\n\nscalar Money'),
  shop('a field twice', '  city: String', '  city: String\n  ‸city: String'),
  shop(
    'a field twice, in an extension',
    'input Review {',
    'extend type Shop {\n  ‸city: Int\n}\n\ninput Review {',
  ),
  shop('an argument twice', 'product(id: ID!)', 'product(id: ID!, ‸id: ID!)'),
  shop('an enum value twice', '  RETIRED', '  RETIRED\n  ‸ACTIVE'),
  shop('an input field twice', '  stars: Int! = 5', '  stars: Int! = 5\n  ‸stars: Int'),
  shop('a union member twice', 'Product | Shop', 'Product | Shop | ‸Shop'),
  shop('an interface twice', 'type Shop implements Node', 'type Shop implements Node & ‸Node'),
  shop(
    'a directive argument twice',
    'directive @loud(times: Int = 1)',
    'directive @loud(times: Int = 1, ‸times: Int)',
  ),
  stock('two schema definitions', 'type Root {', '‸schema {\n  query: Root\n}\n\ntype Root {'),
  stock('a root type twice', '  query: Root\n', '  query: Root\n  ‸query: Depot\n'),
  stock(
    'a root that is an interface',
    'schema {\n  query: Root',
    'interface Top {\n  a: Int\n}\n\nschema {\n  ‸query: Top',
  ),
  shop(
    'an operation among definitions',
    'scalar Money',
    'scalar Money\n\nquery ‸Q {\n  node(id: 1) {\n    id\n  }\n}',
  ),
  // Names and types.
  shop('an unknown type', 'price: Money', 'price: ‸Mony'),
  shop('an argument of an unknown type', 'text: String!', 'text: ‸Sting!'),
  shop('an unknown interface', 'type Shop implements Node', 'type Shop implements ‸Nod'),
  shop('an unknown union member', 'Product | Shop', 'Product | ‸Shopp'),
  shop('a member that is no object', 'Product | Shop', 'Product | ‸Node'),
  shop('an object for an interface', 'type Shop implements Node', 'type Shop implements ‸Product'),
  shop(
    'an interface field that is missing',
    'type Shop implements Node @shareable {\n  id: ID!',
    'type ‸Shop implements Node @shareable {\n',
  ),
  shop(
    'an interface field of another type',
    'type Shop implements Node @shareable {\n  id: ID!',
    'type Shop implements Node @shareable {\n  ‸id: Int',
  ),
  shop('an output as an argument', 'filter: Filter', '‸filter: Product'),
  shop('an input as a field', 'price: Money', '‸price: Filter'),
  shop('a name of introspection', 'city: String', '‸__city: String'),
  shop('a type with a name of introspection', 'scalar Money', 'scalar Money\n\nscalar ‸__Coin'),
  shop('a type without fields', 'scalar Money', 'scalar Money\n\ntype ‸Empty'),
  shop('an enum without values', 'scalar Money', 'scalar Money\n\nenum ‸Empty'),
  shop('a union without members', 'scalar Money', 'scalar Money\n\nunion ‸Empty'),
  shop('an input that holds itself', '  text: String\n', '  text: String\n  ‸self: Filter!\n'),
  shop('an interface that implements itself', 'interface Node {', 'interface ‸Node implements Node {'),
  // Values.
  shop('a default of another type', 'first: Int = 10', '‸first: Int = "ten"'),
  shop('a default that the enum lacks', 'status: Status = ACTIVE', '‸status: Status = GONE'),
  shop('an input default of another type', 'stars: Int! = 5', '‸stars: Int! = "5"'),
  shop('a directive default of another type', 'level: Int! = 1', '‸level: Int! = "1"'),
  // Directives.
  shop('an unknown directive', 'city: String', 'city: String ‸@serch'),
  shop('a directive that is not imported', 'city: String', 'city: String ‸@external'),
  shop('a federation directive at another place', 'scalar Money', 'scalar Money ‸@shareable'),
  shop('a custom directive at another place', 'scalar Money', 'scalar Money ‸@mark'),
  shop('a directive of operations in SDL', 'city: String', 'city: String ‸@loud'),
  shop(
    'an unknown argument of a federation directive',
    '@key(fields: "id")',
    '@key(fields: "id", ‸field: "id")',
  ),
  shop('an unknown argument of a custom directive', '@mark(level: 2)', '@mark(level: 2, ‸wrds: [])'),
  shop('a federation directive without its argument', '@key(fields: "id")', '‸@key'),
  shop('a tag without its name', '@tag(name: "public")', '‸@tag'),
  shop('a federation argument of another type', '@tag(name: "public")', '‸@tag(name: 5)'),
  shop('a custom argument of another type', '@mark(level: 2)', '‸@mark(level: "two")'),
  shop('a custom argument of another type in a list', '@mark(level: 2)', '‸@mark(words: ["a", 2])'),
  shop('a custom directive applied twice', '@mark(level: 2)', '@mark(level: 2) ‸@mark'),
  shop(
    'a federation directive applied twice',
    'weight: Int @shareable',
    'weight: Int @shareable @inaccessible ‸@inaccessible',
  ),
  shop('an argument given twice', '@mark(level: 2)', '@mark(level: 2, ‸level: 3)'),
  shop('an unknown location', 'on FIELD_DEFINITION | OBJECT', 'on FIELD_DEFINITION | ‸OBJEKT'),
  shop('a deprecation of what is required', 'product(id: ID!)', 'product(id: ID! ‸@deprecated)'),
  // Federation.
  shop('a key without fields', '@key(fields: "id")', '‸@key(fields: "")'),
  shop('a key of an unknown field', '@key(fields: "id")', '‸@key(fields: "ID")'),
  shop('a key that does not parse', '@key(fields: "id")', '‸@key(fields: "id {")'),
  stock('a key of an object without its fields', '@key(fields: "place { city }")', '‸@key(fields: "place")'),
  stock('a requirement of an unknown field', '@requires(fields: "weight")', '‸@requires(fields: "wight")'),
  stock(
    'a requirement of a field that is not external',
    '@requires(fields: "weight")',
    '‸@requires(fields: "units")',
  ),
  stock(
    'a provided field that is not external',
    '@provides(fields: "weight")',
    '‸@provides(fields: "units")',
  ),
  stock('an external field without a use', '  units: Int!', '  units: Int!\n  ‸name: String! @external'),
  stock('an external field of another type', 'weight: Int @external', '‸weight: String @external'),
  stock('a field of two subgraphs that is not shared', '  units: Int!', '  units: Int!\n  ‸name: String!'),
  shop(
    'a link twice',
    '  @composeDirective(name: "@mark")',
    '  ‸@link(url: "https://specs.apollo.dev/federation/v2.9")\n  @composeDirective(name: "@mark")',
  ),
  shop(
    'an unknown version',
    '@link(\n    url: "https://specs.apollo.dev/federation/v2.9"',
    '‸@link(\n    url: "https://specs.apollo.dev/federation/v2.99"',
  ),
  stock(
    'an unknown import',
    '@link(\n    url: "https://specs.apollo.dev/federation/v2.9"\n    import: ["@key"',
    '‸@link(\n    url: "https://specs.apollo.dev/federation/v2.9"\n    import: ["@key", "@kee"',
  ),
  shop(
    'a link without an address',
    '@link(url: "https://example.com/mark/v1.0", import: ["@mark"])',
    '‸@link(import: ["@mark"])',
  ),
  shop(
    'a link to an invalid address',
    '@link(url: "https://example.com/mark/v1.0"',
    '‸@link(url: "no address"',
  ),
  shop(
    'an import that is not a name',
    '@link(url: "https://example.com/mark/v1.0", import: ["@mark"])',
    '‸@link(url: "https://example.com/mark/v1.0", import: [5])',
  ),
  shop(
    'an unknown composed directive',
    '@composeDirective(name: "@mark")',
    '‸@composeDirective(name: "@mrk")',
  ),
  shop('an override of itself', 'weight: Int @shareable', 'weight: Int @shareable ‸@override(from: "shop")'),
  shop(
    'an invalid override label',
    'weight: Int @shareable',
    'weight: Int @shareable ‸@override(from: "stock", label: "percent(101)")',
  ),
  shop(
    'an input field that is required and inaccessible',
    'input Review {\n  id: ID!',
    'input Review {\n  ‸id: ID! @inaccessible',
  ),
  stock(
    'a type that is of another kind elsewhere',
    'type Place @shareable {',
    'enum ‸Money {\n  EUR\n}\n\ntype Place @shareable {',
  ),
  stock(
    'a field of another type elsewhere',
    'type Place @shareable {',
    'type Shop @shareable {\n  id: ID!\n  ‸city: Int\n}\n\ntype Place @shareable {',
  ),
  stock(
    'an argument that is required in one subgraph',
    'type Place @shareable {',
    'type Shop @shareable {\n  id: ID!\n  city(‸of: Int!): String\n}\n\ntype Place @shareable {',
  ),
];
