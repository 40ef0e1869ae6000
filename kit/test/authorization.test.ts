import { graphql, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import type { Identity } from '../src/identity.ts';
import type { Scope } from '../src/scopes.ts';
import { createSubgraphSchema } from '../src/server.ts';

const schema = createSubgraphSchema(
  parse(/* GraphQL */ `
    extend schema
      @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@authenticated", "@requiresScopes"])
    type Query {
      open: String
      known: String @authenticated
      staff: String @requiresScopes(scopes: [["stock:read"]])
      either: String @requiresScopes(scopes: [["stock:read", "stock:write"], ["orders:all"]])
      secret: Secret
    }
    type Secret @key(fields: "id") @requiresScopes(scopes: [["orders:all"]]) { id: ID! plain: String }
    type Mutation { change: String @requiresScopes(scopes: [["stock:write"]]) }
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

/** A field's value, or the code of its error. */
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
    // A service that acts for nobody has scopes of its own.
    ['{ staff }', identity(false, 'stock:read'), 's'],
    ['{ either }', identity(true, 'stock:read'), 'FORBIDDEN'],
    ['{ either }', identity(true, 'stock:read', 'stock:write'), 'e'],
    ['{ either }', identity(true, 'orders:all'), 'e'],
    ['{ secret { plain } }', identity(true), 'FORBIDDEN'],
    [
      '{ _entities(representations: [{ __typename: "Secret", id: "1" }]) { ... on Secret { plain } } }',
      identity(true),
      'FORBIDDEN',
    ],
  ])('%s as %o gives %s', async (field, who, expected) => {
    expect(await ask(field, who)).toBe(expected);
  });

  test('a refused mutation does not run', async () => {
    changes = 0;
    expect(await ask('mutation { change }', identity(true))).toBe('FORBIDDEN');
    expect(changes).toBe(0);
    expect(await ask('mutation { change }', identity(true, 'stock:write'))).toBe('c');
    expect(changes).toBe(1);
  });

  test('an alias or a fragment is no way round', async () => {
    expect(await ask('{ open: staff }', identity(true))).toBe('FORBIDDEN');
    expect(await ask('{ ...f } fragment f on Query { staff }', identity(true))).toBe('FORBIDDEN');
  });
});
