/**
 * Supergraphs of every version of the join specification answer every valid operation, with `__typename` in
 * every selection as Apollo Client adds it.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Kind, parse, print, visit } from 'graphql';
import { expect, test } from 'vitest';
import { createPlanner } from '../../src/planning/planner.ts';
import { seeded } from '../support/things.ts';
import { compose, federationOf } from './federation.ts';
import { randomOperation, randomVariables } from './randomOperations.ts';
import { createTruth } from './truth.ts';

const OPERATIONS = Number(process.env['PLANNED_OPERATIONS'] ?? 20);

const v01 = readFileSync(join(import.meta.dirname, 'supergraphs/join-v0.1.graphql'), 'utf8');
const v05 = compose({
  accounts: {
    sdl: `type Query { me: User } type User @key(fields: "id") { id: ID! username: String @shareable name: Name birthplace: Place }
      type Name @shareable { first: String last: String } type Place @shareable { town: String country: Country }
      type Country @shareable { code: String }`,
  },
  products: {
    sdl: `type Query { node(id: ID!): Node topProducts(first: Int = 5): [Product] vehicle: Vehicle } interface Node { id: ID! }
      interface Product { code: String! price: Int size: Size } type Size @shareable { width: Int origin: Place }
      type Place @shareable { town: String country: Country } type Country @shareable { code: String }
      type Book implements Product @key(fields: "code") { code: String! price: Int pages: Int size: Size }
      type Furniture implements Product & Node @key(fields: "code") @key(fields: "id") { id: ID! code: String! price: Int size: Size }
      union Vehicle = Car | Van type Car @shareable { doors: Int } type Van { load: Int built: Place }`,
  },
  reviews: {
    sdl: `type Query { found: [Found!] } union Found = Book | Furniture | Review | Name | Car type Car @shareable { doors: Int }
      type Name @shareable { first: String last: String } interface Product { code: String! reviews: [Review] }
      type Book implements Product @key(fields: "code") { code: String! price: Int @external reviews: [Review]
        estimate: String @requires(fields: "price") }
      type Furniture implements Product @key(fields: "code") { code: String! reviews: [Review] }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
      type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product writer: Name }`,
  },
});

/** The directives and arguments that a version did not have yet (https://specs.apollo.dev/join). */
const NEWER: Readonly<Record<string, { directives: readonly string[]; arguments: readonly string[] }>> = {
  'v0.4': { directives: [], arguments: ['contextArguments'] },
  'v0.3': { directives: ['join__directive'], arguments: ['contextArguments', 'overrideLabel'] },
  'v0.2': {
    directives: ['join__directive', 'join__unionMember', 'join__enumValue'],
    arguments: ['contextArguments', 'overrideLabel', 'isInterfaceObject', 'override', 'usedOverridden'],
  },
};

function asVersion(version: string): string {
  const { directives, arguments: given } = NEWER[version]!;
  const gone = (name: string, names: readonly string[]) => (names.includes(name) ? null : undefined);
  const older = visit(parse(v05.replace('join/v0.5', `join/${version}`)), {
    Directive: (node) => gone(node.name.value, directives),
    DirectiveDefinition: (node) => gone(node.name.value, directives),
    Argument: (node) => gone(node.name.value, given),
    InputValueDefinition: (node) => gone(node.name.value, given),
    InputObjectTypeDefinition: (node) => gone(node.name.value, ['join__ContextArgument']),
    ScalarTypeDefinition: (node) => gone(node.name.value, ['join__FieldValue']),
  });
  return print(older);
}

test.each([
  ['v0.1', v01],
  ...Object.keys(NEWER).map((version) => [version, asVersion(version)]),
  ['v0.5', v05],
] as [string, string][])(
  'join %s: the answers equal those of one schema without subgraphs',
  async (version, sdl) => {
    expect(sdl).toContain(`join/${version}`);
    const truth = createTruth(sdl);
    const graph = federationOf(sdl, truth.resolve);
    const below = seeded(Number(process.env['PLANNED_SEED'] ?? 1));
    for (let left = OPERATIONS; left > 0; ) {
      const random = randomOperation(truth.schema, below, { maxDepth: 3, aliases: [] });
      if (random === null) continue;
      left -= 1;
      const query = print(withTypenames(random));
      const variables = randomVariables(truth.schema, query, below);
      expect(await graph.ours(query, variables), query).toEqual(truth.answer(query, variables));
    }
  },
);

test('a value type of two subgraphs has its __typename', () => {
  const planner = createPlanner(v01);
  const query =
    '{ me { name { __typename first } reviews { writer { __typename last } } } found { __typename } }';
  expect(planner.plan(parse(query), undefined).node).toBeDefined();
});

function withTypenames(query: string) {
  const name = { kind: Kind.NAME, value: '__typename' } as const;
  return visit(parse(query), {
    SelectionSet: (set) => ({ ...set, selections: [...set.selections, { kind: Kind.FIELD, name }] }),
  });
}
