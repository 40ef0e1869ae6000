import { buildSchema, getOperationAST, parse, print, validate } from 'graphql';
import { expect, test } from 'vitest';
import type { User } from '../../src/operation/context.ts';
import { grantsOf } from '../../src/security/authorization/grants.ts';
import { createOperationGuard } from '../../src/security/authorization/operationGuard.ts';

const CUSTOMER: User = { id: 'c', roles: ['CUSTOMER'] };
const STAFF: User = { id: 's', roles: ['STAFF'] };

const links = (more = '') => `schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/authenticated/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/requiresScopes/v0.1", for: SECURITY)
  @link(url: "https://specs.apollo.dev/policy/v0.1", for: SECURITY)
  ${more} { query: Query mutation: Mutation }`;

const SDL = `
  directive @authenticated on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @requiresScopes(scopes: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  directive @policy(policies: [[String!]!]!) on FIELD_DEFINITION | OBJECT | INTERFACE | SCALAR | ENUM
  type Query {
    open: Thing
    must: Thing!
    known(id: ID, more: Int): Thing @authenticated
    two: Int @authenticated @requiresScopes(scopes: [["stock:read"]])
    either: Int @requiresScopes(scopes: [["orders:all", "users:roles"], ["stock:read"]])
    both: Int @requiresScopes(scopes: [["orders:all", "users:roles"]])
    none: Int @requiresScopes(scopes: [])
    ruled: Int @policy(policies: [["anything"]])
    secret: Secret
    color: Color
    day: Day
    face: Face
    plain: Plain
    list: [Thing]
  }
  type Mutation { change: Thing  known: Thing @authenticated  last: Thing }
  type Thing { id: ID name: String own: String @authenticated must: Int! @authenticated thing: Thing }
  type Secret @requiresScopes(scopes: [["stock:read"]]) { id: ID }
  enum Color @authenticated { RED }
  scalar Day @requiresScopes(scopes: [["stock:read"]])
  interface Face @authenticated { id: ID }
  type A implements Face @authenticated { id: ID }
  type B implements Face { id: ID }
  interface Plain { id: ID @authenticated }
  type C implements Plain { id: ID }`;

const schema = buildSchema(SDL);
const guard = createOperationGuard(`${links()} ${SDL}`, schema);

function reduce(query: string, user: User | null) {
  const document = parse(query);
  expect(validate(schema, document).map(String)).toEqual([]);
  const reduced = guard(document, getOperationAST(document)!, grantsOf(user));
  if (reduced?.operation)
    expect(validate(schema, reduced.document).map(String), print(reduced.document)).toEqual([]);
  return reduced;
}

test.each([
  ['{ open { id } }', null, true],
  ['{ known { id } }', null, false],
  ['{ known { id } }', CUSTOMER, true],
  ['{ two }', CUSTOMER, false],
  ['{ two }', STAFF, true],
  ['{ either }', STAFF, true],
  ['{ either }', CUSTOMER, false],
  ['{ both }', STAFF, false],
  ['{ both }', { id: 'a', roles: ['ADMIN'] } as User, true],
  ['{ none }', STAFF, false],
  ['{ ruled }', STAFF, false],
  ['{ secret { __typename } }', CUSTOMER, false],
  ['{ secret { __typename } }', STAFF, true],
  ['{ color }', null, false],
  ['{ color }', CUSTOMER, true],
  ['{ day }', CUSTOMER, false],
  ['{ day }', STAFF, true],
  // Requirements that composition collected on an interface are its objects' own; those on it alone apply to
  // its objects too.
  ['{ face { ... on B { id } } }', null, true],
  ['{ plain { ... on C { id } } }', null, false],
  ['{ __schema { types { name } } __typename }', null, true],
])('%s as %o: allowed is %s', (query, user, allowed) => {
  const reduced = reduce(query, user);
  expect(reduced === null).toBe(allowed);
  if (!reduced || reduced.operation) return;
  const { errors, data } = reduced.complete({ data: {} }, {});
  expect(Object.values(data!)).toEqual([null]);
  const code = user ? 'FORBIDDEN' : 'UNAUTHENTICATED';
  const message = user ? 'You may not do this.' : 'Sign in to do this.';
  expect(errors!.map((error) => error.toJSON())).toEqual([
    { message, path: Object.keys(data!), extensions: { code } },
  ]);
});

test.each([
  ['{ known { id } two }', null],
  ['{ ...F } fragment F on Query { known { id } ... { two } }', null],
  ['{ open { id } a: known { id } }', '{ open { id } }'],
  // The object's existence is not forbidden.
  ['{ open { own } }', '{ open { __typename } }'],
  ['{ open { thing { own } id } }', '{ open { __typename thing { __typename } id } }'],
  [
    'query Q($id: ID, $n: Int, $yes: Boolean!) { known(id: $id, more: $n) { id @skip(if: $yes) } open { id } }',
    'query Q { open { id } }',
  ],
  [
    'query Q($yes: Boolean!) { open { ...F id @skip(if: $yes) } } fragment F on Thing { own ...G } fragment G on Thing { own }',
    'query Q($yes: Boolean!) { open { __typename id @skip(if: $yes) } }',
  ],
  [
    '{ open { ...F } known { ...G } } fragment F on Thing { id own } fragment G on Thing { id }',
    '{ open { __typename ...F } } fragment F on Thing { id }',
  ],
  ['query A { open { own id } } query B { two }', 'query A { open { __typename id } }'],
  ['{ face { id } }', '{ face { __typename ... on B { id } } }'],
  ['{ open { __typename: name own } }', '{ open { __typename_: __typename __typename: name } }'],
  [
    'mutation { a: change { id } known { id } last { own } }',
    'mutation { a: change { id } last { __typename } }',
  ],
])('of %s is asked %s', (query, expected) => {
  const document = parse(query);
  const reduced = guard(document, document.definitions[0] as Parameters<typeof guard>[1], grantsOf(null))!;
  expect(reduced.operation && print(reduced.document).replace(/\s+/g, ' ')).toBe(expected);
});

const complete = (query: string, data: object, variables = {}) => {
  const { data: completed, errors = [] } = reduce(query, null)!.complete(
    { data: data as Record<string, unknown> },
    variables,
  );
  return [JSON.stringify(completed), errors.map(({ path }) => path!.join('.'))];
};

test('each forbidden field is null with one error, in the order of the operation', () => {
  const query = '{ two open { own thing { a: own b: own id } id } list { own name } three: two }';
  const data = { open: { thing: { id: '2' }, id: '1' }, list: [{ name: 'a' }, null, { name: 'b' }] };
  expect(complete(query, data)).toEqual([
    '{"two":null,"open":{"own":null,"thing":{"a":null,"b":null,"id":"2"},"id":"1"},"list":[{"own":null,"name":"a"},null,{"own":null,"name":"b"}],"three":null}',
    ['two', 'open.own', 'open.thing.a', 'open.thing.b', 'list.0.own', 'list.2.own', 'three'],
  ]);
});

test('a null object has no forbidden fields', () => {
  expect(complete('{ open { own } two }', { open: null })).toEqual(['{"open":null,"two":null}', ['two']]);
});

test('a forbidden non-null field nulls its object', () => {
  expect(
    complete('{ open { thing { must } } must { id } }', { open: { thing: {} }, must: { id: '1' } }),
  ).toEqual(['{"open":{"thing":null},"must":{"id":"1"}}', ['open.thing.must']]);
  expect(complete('{ must { must } two }', { must: {} })).toEqual(['null', ['must.must']]);
});

test('fields that @skip and @include leave out are absent', () => {
  const query = `query Q($no: Boolean = false, $yes: Boolean!) {
    two @include(if: $no) a: two @skip(if: $yes) ... @include(if: $yes) { b: two } ... @skip(if: true) { c: two } open { id } }`;
  expect(complete(query, { open: { id: '1' } }, { yes: true })).toEqual([
    '{"b":null,"open":{"id":"1"}}',
    ['b'],
  ]);
  expect(complete(query, { open: null }, { yes: false, no: true })).toEqual([
    '{"two":null,"a":null,"open":null}',
    ['two', 'a'],
  ]);
});

test('a response key may be any name', () => {
  expect(
    complete('{ open { __proto__: name own constructor: own } }', { open: JSON.parse('{"__proto__":"n"}') }),
  ).toEqual(['{"open":{"__proto__":"n","own":null,"constructor":null}}', ['open.own', 'open.constructor']]);
});

test('at most 100 errors are reported, and forbidden values never are', () => {
  const { data, errors } = reduce('{ list { own } }', null)!.complete(
    { data: { list: Array(1_000).fill({}) } },
    {},
  );
  expect(errors).toHaveLength(100);
  expect(data!['list']).toEqual(Array(1_000).fill({ own: null }));
});

test("the executor's own errors are kept, and an answer without data stays unchanged", () => {
  const { complete } = reduce('{ open { id } two }', null)!;
  const [error] = complete({ data: {} }, {}).errors!;
  expect(complete({ data: { open: null }, errors: [error!] }, {}).errors).toHaveLength(2);
  const failed = { errors: [error!] };
  expect(complete(failed, {})).toBe(failed);
});

test('each operation is decided once for callers with the same grants', () => {
  const document = parse('{ open { own } }');
  const operation = getOperationAST(document)!;
  const decide = (user: User | null) => guard(document, operation, grantsOf(user));
  expect(decide(null)).toBe(decide(null));
  expect(decide(CUSTOMER)).toBeNull();
  expect(grantsOf(CUSTOMER)).toBe(grantsOf({ id: 'other', roles: ['CUSTOMER', 'CUSTOMER'] }));
  expect(grantsOf(CUSTOMER).key).not.toBe(grantsOf(null).key);
  expect(grantsOf(STAFF).key).not.toBe(grantsOf(CUSTOMER).key);
});

test('directives are found under the supergraph’s names for them', () => {
  const renamed = `schema
    @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth", for: SECURITY)
    @link(url: "https://specs.apollo.dev/policy/v0.1", import: [{ name: "@policy", as: "@rule" }], for: SECURITY) { query: Query }
    directive @auth on FIELD_DEFINITION
    directive @rule(policies: [[String!]!]!) on FIELD_DEFINITION
    type Query { a: Int @auth b: Int @rule(policies: [["x"]]) c: Int }`;
  const api = buildSchema('type Query { a: Int b: Int c: Int }');
  const document = parse('{ a b c }');
  const asked = (user: User | null) => {
    const reduced = createOperationGuard(renamed, api)(document, getOperationAST(document)!, grantsOf(user));
    return print(reduced!.document).replace(/\s+/g, ' ');
  };
  expect(asked(null)).toBe('{ c }');
  expect(asked(STAFF)).toBe('{ a c }');
});

test.each(['@requiresScopes', '@requiresScopes(scopes: ["a"])', '@requiresScopes(scopes: [[1]])'])(
  'a supergraph whose requirement cannot be read is refused: %s',
  (directive) => {
    const sdl = `${links()} type Query { a: Int ${directive} }`;
    expect(() => createOperationGuard(sdl, schema)).toThrow(
      'the supergraph cannot be used: @requiresScopes of Query.a has no list of lists of scopes.',
    );
  },
);
