import type { Identity } from '@holdfast/kit-base/identity';
import { silentLog } from '@holdfast/kit-base/log';
import type { Scope } from '@holdfast/kit-base/scopes';
import { type ExecutionResult, graphql, parse, subscribe } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createSubgraphSchema, createSubgraphServer } from '../src/server.ts';

const schema = createSubgraphSchema(
  parse(/* GraphQL */ `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag", "@authenticated", "@requiresScopes"])
    type Query {
      open: String @tag(name: "public")
      known: String @authenticated
      staff: String @requiresScopes(scopes: [["stock:read"]])
      either: String @requiresScopes(scopes: [["stock:read", "stock:write"], ["orders:all"]])
      secret: Secret @tag(name: "public")
    }
    type Secret @key(fields: "id") @requiresScopes(scopes: [["orders:all"]]) { id: ID! plain: String }
    type Mutation { change: String @requiresScopes(scopes: [["stock:write"]]) }
    type Subscription { changed: Int @requiresScopes(scopes: [["stock:read"]]) }
  `),
  {
    Query: {
      open: () => 'o',
      known: () => 'k',
      staff: () => 's',
      either: () => 'e',
      secret: () => ({ id: '1', plain: 'p' }),
    },
    Secret: { __resolveReference: ({ id }: { id: string }) => ({ id, plain: 'p' }) },
    Subscription: {
      changed: {
        subscribe: async function* () {
          yield { changed: 1 };
        },
      },
    },
    Mutation: {
      change: () => {
        changes++;
        return 'c';
      },
    },
  },
);
let changes = 0;

const identity = (signedIn: boolean, ...scopes: Scope[]): Identity => ({
  service: 'gateway',
  user: signedIn ? { id: 'u', roles: [] } : null,
  scopes: new Set(scopes),
});

/** Returns a field's value, or the code of its error. */
async function ask(field: string, who: Identity): Promise<unknown> {
  const { data, errors } = await graphql({ schema, source: field, contextValue: { identity: who } });
  return errors ? errors[0]?.extensions['code'] : Object.values(data ?? {})[0];
}

describe('authorization directives', () => {
  test.each([
    ['{ open }', identity(false), 'o'],
    ['{ known }', identity(false), 'UNAUTHENTICATED'],
    ['{ known }', identity(true), 'k'],
    ['{ staff }', identity(false), 'UNAUTHENTICATED'],
    ['{ staff }', identity(true), 'FORBIDDEN'],
    ['{ staff }', identity(true, 'stock:write'), 'FORBIDDEN'],
    ['{ staff }', identity(true, 'stock:read'), 's'],
    // A service that acts for no user has its own scopes.
    ['{ staff }', identity(false, 'stock:read'), 's'],
    ['{ either }', identity(true, 'stock:read'), 'FORBIDDEN'],
    ['{ either }', identity(true, 'stock:read', 'stock:write'), 'e'],
    ['{ either }', identity(true, 'orders:all'), 'e'],
    ['{ secret { plain } }', identity(true), 'FORBIDDEN'],
    // Not even whether there is one.
    ['{ secret { __typename } }', identity(true), 'FORBIDDEN'],
    [
      '{ _entities(representations: [{ __typename: "Secret", id: "1" }]) { ... on Secret { plain } } }',
      identity(true),
      'FORBIDDEN',
    ],
  ])('%s as %o returns %s', async (field, who, expected) => {
    expect(await ask(field, who)).toBe(expected);
  });

  test('a rejected mutation does not run', async () => {
    changes = 0;
    expect(await ask('mutation { change }', identity(true))).toBe('FORBIDDEN');
    expect(changes).toBe(0);
    expect(await ask('mutation { change }', identity(true, 'stock:write'))).toBe('c');
    expect(changes).toBe(1);
  });

  test('a rejected subscription does not start', async () => {
    const start = (who: Identity) =>
      subscribe({ schema, document: parse('subscription { changed }'), contextValue: { identity: who } });
    expect(await start(identity(true))).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    const events = (await start(identity(true, 'stock:read'))) as AsyncGenerator<ExecutionResult>;
    expect((await events.next()).value).toEqual({ data: { changed: 1 } });
  });

  test('an alias or a fragment does not bypass the check', async () => {
    expect(await ask('{ open: staff }', identity(true))).toBe('FORBIDDEN');
    expect(await ask('{ ...f } fragment f on Query { staff }', identity(true))).toBe('FORBIDDEN');
  });
});

const FEDERATION = 'https://specs.apollo.dev/federation/v2.9';
const IMPORT = '"@authenticated", "@requiresScopes", "@policy"';
const link = (imports: string, more = '') =>
  `extend schema @link(url: "${FEDERATION}", import: [${imports}]${more})`;

test.each([
  [
    'another name',
    `${link('{ name: "@authenticated", as: "@auth" }')} type Query { a: Int @auth }`,
    '@authenticated must not be imported as @auth',
  ],
  [
    'another prefix',
    `${link('"@key"', ', as: "fed"')} type Query { a: Int @fed__authenticated }`,
    `${FEDERATION} must not be linked as fed`,
  ],
  ['a policy', `${link(IMPORT)} type Query { a: Int @policy(policies: [["p"]]) }`, '@policy is not enforced'],
  [
    'a policy by its full name',
    `${link('"@key"')} type Query { a: Int @federation__policy(policies: [["p"]]) }`,
    '@policy is not enforced',
  ],
  ['a scalar', `${link(IMPORT)} scalar S @authenticated type Query { a: S }`, '@authenticated in S'],
  [
    'an enum',
    `${link(IMPORT)} enum E @requiresScopes(scopes: [["orders:all"]]) { A } type Query { a: E }`,
    '@requiresScopes in E',
  ],
  [
    'an interface',
    `${link(IMPORT)} interface I @authenticated { a: Int } type Query implements I { a: Int }`,
    '@authenticated in I',
  ],
  [
    'an interface’s field',
    `${link(IMPORT)} interface I { a: Int @authenticated } type Query implements I { a: Int }`,
    '@authenticated in I',
  ],
])('a directive that would not be enforced prevents the schema: %s', (_, sdl, message) => {
  expect(() => createSubgraphSchema(parse(sdl), {})).toThrow(message);
});

test.each([
  ['its full name', `${link('"@key"')} type Query { a: Int @federation__authenticated }`],
  ['an import by its own name', `${link('{ name: "@authenticated" }')} type Query { a: Int @authenticated }`],
  [
    'an extension',
    `${link(IMPORT)} type Query { b: Int @authenticated } extend type Query { a: Int @authenticated }`,
  ],
])('a directive is enforced by %s', async (_, sdl) => {
  const { errors } = await graphql({
    schema: createSubgraphSchema(parse(sdl), {}),
    source: '{ a }',
    contextValue: { identity: identity(false) },
  });
  expect(errors?.[0]?.extensions['code']).toBe('UNAUTHENTICATED');
});

describe('a field without a decision on who may read it prevents the schema:', () => {
  const all = link('"@key", "@tag", "@external", "@requires", "@authenticated", "@requiresScopes"');
  const query = 'type Query { a: Int @authenticated }';
  const entity = (directives: string, fields: string) =>
    `${query} type Thing @key(fields: "id of { id }") ${directives} { id: ID! of: Thing ${fields} }`;

  test.each([
    ['of Query', 'type Query { a: Int @authenticated b: Int }', 'Query.b'],
    [
      'of Mutation',
      `${query} type Mutation { a: Int b: Int @authenticated c: Int }`,
      'Mutation.a, Mutation.c',
    ],
    ['of Subscription', `${query} type Subscription { a: Int }`, 'Subscription.a'],
    ['of an extension', `${query} extend type Query { b: Int }`, 'Query.b'],
    ['of an entity', entity('', 'b: Int'), 'Thing.b'],
    ['of an entity’s extension', `${entity('', '')} extend type Thing { b: Int }`, 'Thing.b'],
    ['with an unknown tag', entity('', 'b: Int @tag(name: "pubic")'), 'Thing.b'],
    ['on a root type that is public', 'type Query @tag(name: "public") { b: Int }', 'Query.b'],
  ])('one %s', (_, sdl, fields) => {
    expect(() => createSubgraphSchema(parse(`${all} ${sdl}`), {})).toThrow(`Who may read ${fields}?`);
  });

  test.each([
    ['a guard', 'type Query { a: Int @requiresScopes(scopes: [["orders:all"]]) }'],
    ['a guard of its type', 'type Query @authenticated { a: Int }'],
    ['a tag', 'type Query { a: Int @tag(name: "public") b: Int @tag(name: "owned") }'],
    ['a tag by its full name', 'type Query { a: Int @federation__tag(name: "public") }'],
    ['a tag of its entity', entity('@tag(name: "owned")', 'b: Int')],
    ['being external', entity('', 'b: Int @external c: Int @requires(fields: "b") @tag(name: "public")')],
    ['not being an entity’s', `${query} type Value { b: Int }`],
  ])('but not with %s', (_, sdl) => {
    const imports = sdl.includes('federation__tag') ? all.replace('"@tag", ', '') : all;
    expect(() => createSubgraphSchema(parse(`${imports} ${sdl}`), {})).not.toThrow();
  });

  test('and so prevents the server', async () => {
    const started = createSubgraphServer({
      name: 'test',
      typeDefs: parse(`${all} type Query { forgotten: Int }`),
      resolvers: {},
      context: (identity) => ({ identity }),
      verifyIdentity: async () => undefined,
      health: {},
      log: silentLog,
    });
    await expect(started).rejects.toThrow('Who may read Query.forgotten?');
  });
});
