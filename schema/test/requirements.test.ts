/**
 * Reading and printing a supergraph's requirements for callers; `changes/requirement-…` covers their changes.
 */
import { expect, test } from 'vitest';
import { readRequirements } from '../src/requirements/read.ts';
import { both, implies, NOTHING, normalised, type Terms, termsText } from '../src/requirements/terms.ts';

const LINKS = `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "signedIn", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/policy/v0.1", import: [{ name: "@policy", as: "@rule" }], for: SECURITY)
{
  query: Query
}
`;

function read(sdl: string): Record<string, string> {
  return Object.fromEntries(
    [...readRequirements(LINKS + sdl)].map(([coordinate, terms]) => [coordinate, termsText(terms)]),
  );
}

test('reads each directive by its name in this supergraph, and combines those at one place', () => {
  expect(
    read(`type Query @signedIn {
      a: Int @requiresScopes(scopes: [["x", "y"], ["z"]])
      b: Int @requiresScopes(scopes: [["x"], ["z"]]) @rule(policies: [["p"]])
      c: Int @authenticated
      d: Int @requiresScopes(scopes: [])
      e: Int @requiresScopes(scopes: [[]])
      f: Int @signedIn @requiresScopes(scopes: [["x"]])
    }
    scalar Secret @rule(policies: [["p"], ["q"]])
    enum E @signedIn { A }`),
  ).toEqual({
    Query: 'being signed in',
    'Query.a': 'scope x and scope y, or scope z',
    'Query.b': 'policy p and scope x, or policy p and scope z',
    'Query.d': 'something that no caller has',
    'Query.e': 'being signed in',
    'Query.f': 'scope x',
    Secret: 'policy p or policy q',
    E: 'being signed in',
  });
});

test('omits what an interface collects from its objects, and keeps what only the interface requires', () => {
  expect(
    read(`interface Node @requiresScopes(scopes: [["x"]]) { id: ID @signedIn }
    type A implements Node { id: ID @signedIn }
    type B implements Node { id: ID }`),
  ).toEqual({ Node: 'scope x', 'A.id': 'being signed in' });
});

test.each<[Terms, Terms, boolean]>([
  [NOTHING, NOTHING, true],
  [[['a']], NOTHING, true],
  [NOTHING, [['a']], false],
  [[['a', 'b']], [['a']], true],
  [[['a']], [['a', 'b']], false],
  [[['a']], [['a'], ['b']], true],
  [[['a'], ['b']], [['a']], false],
  [[], [['a']], true],
  [[['a']], [], false],
])('a caller who meets %j meets %j: %j', (a, b, expected) => expect(implies(a, b)).toBe(expected));

test('equal requirements have one form', () => {
  expect(normalised([['b', 'a', 'a'], ['c', 'd'], ['c']])).toEqual([['a', 'b'], ['c']]);
  expect(both([['a'], ['b']], [['b'], ['c']])).toEqual([['a', 'c'], ['b']]);
});
