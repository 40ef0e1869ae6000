/** Generates a graph of any size. It is derived by arithmetic alone, so that it is the same in every run. */

export interface Size {
  readonly subgraphs: number;
  /** The total over all subgraphs. */
  readonly types: number;
  readonly operations: number;
}

export interface Generated {
  /** SDL by name. */
  readonly subgraphs: ReadonlyMap<string, string>;
  readonly operations: readonly string[];
}

/**
 * The kinds of every ten types of a subgraph: first the entities, which link to others, then the types of
 * their fields.
 */
const KINDS = [
  'entity',
  'entity',
  'entity',
  'value',
  'value',
  'value',
  'enum',
  'input',
  'interface',
  'union',
];

const HEADER = `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])
`;

/** Generates subgraphs that compose, and valid operations that cross from subgraph to subgraph. */
export function generate({ subgraphs, types, operations }: Size): Generated {
  const tens = Math.round(types / subgraphs / KINDS.length);
  const names = Array.from({ length: subgraphs }, (_none, n) => `s${String(n).padStart(2, '0')}`);
  return {
    subgraphs: new Map(names.map((name, n) => [name, subgraph(n, subgraphs, tens)])),
    operations: Array.from({ length: operations }, (_none, n) => operation(n, subgraphs, tens)),
  };
}

function subgraph(n: number, all: number, tens: number): string {
  const groups = Array.from({ length: tens }, (_none, g) => group(n, g, (n + 1) % all, tens));
  const stubs = Array.from(
    { length: tens },
    (_none, g) => `type ${entity((n + 1) % all, g, 0)} @key(fields: "id", resolvable: false) { id: ID! }`,
  );
  return `${HEADER}\n${groups.join('\n')}\n${stubs.join('\n')}\n`;
}

/** Returns ten types. Their first entity links to the first entity of the next subgraph. */
function group(n: number, g: number, next: number, tens: number): string {
  const id = `${n}x${g}`;
  const scalars = Array.from(
    { length: 5 },
    (_none, f) => `  "Field ${f}." f${f}: ${['Int', 'String!', 'Boolean', '[String!]!', 'Float'][f]}`,
  ).join('\n');
  const entities = [0, 1, 2].map(
    (e) => `"An entity." type ${entity(n, g, e)} implements Named${id} @key(fields: "id") {
  id: ID!
  name: String!
${scalars}
  status: Status${id}!
  sibling(first: Int = 10, filter: Filter${id}): [${entity(n, g, (e + 1) % 3)}!]!
  value: ValueA${id}
  any: Any${id}
  next: ${e === 0 ? entity(next, g, 0) : entity(n, (g + 1) % tens, e)}
}`,
  );
  const values = ['A', 'B', 'C'].map(
    (v) => `"A value." type Value${v}${id} {\n${scalars}\n  status: Status${id}\n}`,
  );
  return `${entities.join('\n')}
${values.join('\n')}
enum Status${id} { OPEN CLOSED PENDING GONE }
input Filter${id} { name: String = "x" status: Status${id} min: Int and: [Filter${id}!] }
interface Named${id} { id: ID! name: String! }
union Any${id} = ${entity(n, g, 1)} | ValueB${id} | ValueC${id}
extend type Query {
  get${id}(id: ID!): ${entity(n, g, 0)}
  list${id}(filter: Filter${id}, first: Int = 20): [Named${id}!]!
}`;
}

function entity(n: number, g: number, e: number): string {
  return `Entity${n}x${g}x${e}`;
}

/** Returns an operation that leads from one subgraph through three others. */
function operation(n: number, subgraphs: number, tens: number): string {
  const [s, g] = [n % subgraphs, Math.floor(n / subgraphs) % tens];
  const id = `${s}x${g}`;
  const deep = (depth: number, at: number): string => {
    const own = `${at}x${g}`;
    return `id name f0 f1 f2 status
  sibling(first: 5, filter: { name: "a", status: OPEN }) { id f3 value { f0 f4 status } }
  any { __typename ... on ValueB${own} { f1 } ... on ${entity(at, g, 1)} { name } }
  ${depth > 0 ? `next { ${deep(depth - 1, (at + 1) % subgraphs)} }` : ''}`;
  };
  return `query Operation${n}($id: ID!, $filter: Filter${id}) {
  get${id}(id: $id) { ${deep(3, s)} }
  list${id}(filter: $filter) { id ... on ${entity(s, g, 2)} { status f${n % 5} } }
}\n`;
}
