/**
 * `@oneOf`: exactly one field, and no null, in literals and in variables (GraphQL specification, section
 * 3.10.1).
 */
import { check } from './check.ts';

/** Apollo's subgraph library needs a definition of the directive. */
const INPUT =
  'directive @oneOf on INPUT_OBJECT input By @oneOf { id: ID name: String deep: By } input Wrapped { by: [By!] }';
const find = (_: unknown, given: object) => JSON.stringify(given);

const refused = { data: null };
const literal = { ...refused, codes: ['GRAPHQL_VALIDATION_FAILED'] };
const variable = { ...refused, codes: ['BAD_USER_INPUT'] };

check(
  {
    a: { sdl: `${INPUT} type Query { a(by: By!): String }`, resolvers: { Query: { a: find } } },
    b: { sdl: `${INPUT} type Query { b(in: Wrapped): String }`, resolvers: { Query: { b: find } } },
  },
  {
    'one field': {
      query: 'query ($id: ID!, $by: By!, $in: Wrapped) { a(by: { id: $id }) v: a(by: $by) b(in: $in) }',
      variables: { id: '1', by: { deep: { name: 'x' } }, in: { by: [{ id: '2' }, { name: 'y' }] } },
      data: {
        a: '{"by":{"id":"1"}}',
        v: '{"by":{"deep":{"name":"x"}}}',
        b: '{"in":{"by":[{"id":"2"},{"name":"y"}]}}',
      },
    },
    'two fields in a literal': { query: '{ a(by: { id: "1", name: "x" }) }', ...literal },
    'none in a literal': { query: '{ b(in: { by: [{ id: "1" }, {}] }) }', ...literal },
    'null in a literal': { query: '{ a(by: { deep: { id: null } }) }', ...literal },
    'a nullable variable in a literal': { query: 'query ($id: ID) { a(by: { id: $id }) }', ...literal },
    'two fields in a variable': {
      query: 'query ($by: By!) { a(by: $by) }',
      variables: { by: { id: '1', name: 'x' } },
      ...variable,
    },
    'none in a variable': {
      query: 'query ($in: Wrapped) { b(in: $in) }',
      variables: { in: { by: [{}] } },
      ...variable,
    },
    'null in a variable': {
      query: 'query ($by: By!) { a(by: $by) }',
      variables: { by: { deep: { id: null } } },
      ...variable,
    },
  },
);
