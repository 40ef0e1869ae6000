/** A schema in which anything can go wrong, and random queries for it. */
import { buildSchema, type ExecutionResult, graphql } from 'graphql';
import type { SubgraphAnswer } from '../../src/subgraphs/answer.ts';
import type { SubgraphFetch } from '../../src/subgraphs/joinFetches.ts';

const schema = buildSchema(`
  scalar Any
  interface Named { name(upper: Boolean = false): String }
  type Thing implements Named { id: ID! name(upper: Boolean = false): String self: Thing broken: String must: String! }
  type Query {
    thing(id: ID, size: Int): Thing
    things(n: Int = 2): [Thing]
    size(of: String, size: Float): String
    sure(ok: Boolean): String!
    broken: Int
    _entities(representations: [Any!]!): [Thing]!
  }`);

const fail = (message: string) => () => {
  throw new Error(message);
};

const thing = (id: string): object => ({
  __typename: 'Thing',
  id,
  name: ({ upper }: { upper: boolean }) => (upper ? `THING ${id}` : `thing ${id}`),
  self: () => thing(id),
  broken: fail(`${id} is broken`),
  must: id.length > 1 ? fail(`${id} is too long`) : id,
});

const rootValue = {
  thing: ({ id, size }: { id?: string; size?: number }) => (id ? thing(id.repeat(size ?? 1)) : null),
  things: ({ n }: { n: number }) => Array.from({ length: n }, (_, i) => thing(String(i * 7))),
  size: (args: object) => JSON.stringify(args),
  sure: ({ ok }: { ok?: boolean }) => (ok === false ? null : 'sure'),
  broken: fail('broken'),
  _entities: ({ representations }: { representations: { id?: string }[] }) =>
    representations.map(({ id }) => (id === undefined ? null : thing(id))),
};

/** Executes a fetch as a subgraph does. Omits the locations of errors. */
export async function execute({ query, variables }: SubgraphFetch): Promise<SubgraphAnswer> {
  const result: ExecutionResult = await graphql({
    schema,
    rootValue,
    source: query,
    variableValues: variables,
  });
  const errors = result.errors?.map(({ message, path }) => ({ message, ...(path && { path }) }));
  return JSON.parse(JSON.stringify({ data: result.data, ...(errors && { errors }) }));
}

/** A seeded random generator (mulberry32). It returns numbers below a limit. */
export function seeded(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * limit);
  };
}

type Below = ReturnType<typeof seeded>;

const FRAGMENTS = {
  Root: ['on Query', '{ rooted: thing(id: "q") { ...Inner } ...Deeper @include(if: $flag) }'],
  Deeper: ['on Query', '{ deeper: broken __typename }'],
  Inner: ['on Named', '{ name ...Shout }'],
  Shout: ['on Thing', '{ shout: name(upper: $flag) self { id } }'],
} as const;

const THING_FIELDS = [
  'id',
  'name',
  'n: name(upper: $flag)',
  'broken',
  'must',
  '... on Thing @skip(if: $flag) { own: id }',
  '...Inner',
  '__typename',
];

const thingSelection = (below: Below, depth = 0): string => {
  const fields = Array.from({ length: 1 + below(3) }, () => THING_FIELDS[below(THING_FIELDS.length)]);
  return `{ ${fields.join(' ')} ${depth < 2 && below(3) === 0 ? `self ${thingSelection(below, depth + 1)}` : ''} }`;
};

/**
 * Returns a query with its variables, which share names with those of other queries, but not types and
 * values.
 */
export function randomFetch(below: Below): SubgraphFetch {
  const roots = [
    () => `thing(id: $id, size: 1) ${thingSelection(below)}`,
    () => `aliased: thing(id: $id) ${thingSelection(below)}`,
    () => `things(n: ${below(4)}) ${thingSelection(below)}`,
    () => `maybe: things @include(if: $flag) ${thingSelection(below)}`,
    () => 'size(of: $id)',
    () => 'e1_size: size(size: 1)',
    () => `sure(ok: ${below(4) > 0})`,
    () => 'broken',
    () => '...Root',
    () => `... on Query @skip(if: $flag) { inline: thing(id: "i") ${thingSelection(below)} }`,
    () => `_entities(representations: $representations) { ... on Thing ${thingSelection(below)} }`,
  ];
  // At most one of each, so that no two selections of one field differ in their arguments.
  const chosen = roots.filter(() => below(4) === 0).map((make) => make());
  const body = chosen.length > 0 ? chosen.join(' ') : 'broken';
  const fragments = used(body).map((name) => `fragment ${name} ${FRAGMENTS[name].join(' ')}`);
  const text = [body, ...fragments].join('\n');
  const declared = [
    ...(text.includes('$flag') ? [['flag', 'Boolean!', below(2) === 0] as const] : []),
    ...(text.includes('of: $id') && !text.includes('id: $id') ? [['id', 'String', 'text'] as const] : []),
    ...(text.includes('id: $id') && !text.includes('of: $id')
      ? [['id', below(2) ? 'ID' : 'ID = "d"', String(below(99))] as const]
      : []),
    ...(text.includes('$representations')
      ? [
          [
            'representations',
            '[Any!]!',
            Array.from({ length: below(4) }, (_, i) => (i === 1 ? {} : { id: `r${below(9)}` })),
          ] as const,
        ]
      : []),
  ];
  const missing = text.includes('of: $id') && text.includes('id: $id');
  const known = missing ? text.replaceAll('of: $id', 'of: "o"') : text;
  const all = missing ? [...declared, ['id', 'ID', 'm'] as const] : declared;
  const header = all.length > 0 ? `(${all.map(([name, type]) => `$${name}: ${type}`).join(', ')})` : '';
  const [operation = '', ...rest] = known.split('\n');
  return {
    query: [`query Q${header} { ${operation} }`, ...rest].join('\n'),
    // Without a value, the default applies.
    variables: Object.fromEntries(
      all.filter(([name]) => name !== 'id' || below(3) > 0).map(([name, , value]) => [name, value]),
    ),
  };
}

function used(body: string): (keyof typeof FRAGMENTS)[] {
  const names = (Object.keys(FRAGMENTS) as (keyof typeof FRAGMENTS)[]).filter((name) =>
    body.includes(`...${name}`),
  );
  const inner = names.flatMap((name) => used(FRAGMENTS[name][1]));
  return [...new Set([...names, ...inner])];
}
