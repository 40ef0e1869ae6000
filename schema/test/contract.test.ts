import { expect, test } from 'vitest';
import { differences } from '../src/contract.ts';

const CONTRACT = /* GraphQL */ `
  type Query { a(x: Int = 1, y: String!): [A!] }
  type A { id: ID! name: String }
  enum E { ONE TWO }
  union U = A | B
  type B { id: ID! }
  input I { x: Int! = 3 y: String }
`;

test('the same schema, additions and another order are no differences', () => {
  expect(differences(CONTRACT, CONTRACT)).toEqual([]);
  const more = CONTRACT.replace('id: ID! name: String', 'name: String more: Int id: ID!').replace(
    'ONE TWO',
    'TWO THREE ONE',
  );
  expect(differences(CONTRACT, `${more} type C { id: ID! }`)).toEqual([]);
});

test.each([
  ['type B { id: ID! }', 'type Bee { id: ID! }', 'B is missing'],
  ['type B { id: ID! }', 'input B { id: ID! }', 'B is a different kind of type'],
  ['name: String', '', 'A.name is missing'],
  ['name: String', 'name: String!', 'A.name is String!, not String'],
  ['[A!]', '[A!]!', 'Query.a is [A!]!, not [A!]'],
  ['x: Int = 1', 'x: Int = 2', 'Query.a(x:) is Int = 2, not Int = 1'],
  [', y: String!', '', 'Query.a(y:) is missing'],
  ['ONE TWO', 'ONE', 'E.TWO is missing'],
  ['A | B', 'A', 'U.B is missing'],
  ['x: Int! = 3', 'x: Int!', 'I.x is Int!, not Int! = 3'],
])('%s as %s: %s', (from, to, difference) => {
  expect(differences(CONTRACT, CONTRACT.replace(from, to))).toEqual([difference]);
});
