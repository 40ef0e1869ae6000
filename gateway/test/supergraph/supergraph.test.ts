import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { parse } from 'graphql';
import { expect, test } from 'vitest';
import { loadSupergraph } from '../../src/supergraph/load.ts';
import { stripSecurityFeatures } from '../../src/supergraph/securityFeatures.ts';
import { startHouse, testFolder } from '../support/house.ts';

const COMMITTED = join(import.meta.dirname, '../../../schema/supergraph.graphql');

test('the committed supergraph names its subgraphs', async () => {
  const { subgraphs } = await loadSupergraph(COMMITTED);
  expect(subgraphs.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['users', 'products', 'orders', 'inventory', 'payments', 'reports']),
  );
  expect(subgraphs.find(({ name }) => name === 'users')?.url).toBe('http://localhost:4001/graphql');
});

test('the features that the stock executor refuses to load are removed, and nothing else', async () => {
  const before = await readFile(COMMITTED, 'utf8');
  const after = stripSecurityFeatures(before);
  expect(before).toMatch(/@requiresScopes\(/);
  expect(before).toMatch(/@authenticated/);
  expect(after).not.toMatch(/authenticated|requiresScopes|federation__Scope/);
  const names = (sdl: string) =>
    parse(sdl).definitions.flatMap((definition) => ('name' in definition ? [definition.name?.value] : []));
  const gone = names(before).filter((name) => !names(after).includes(name));
  expect(gone.sort()).toEqual(['authenticated', 'requiresScopes', 'requiresScopes__Scope']);
  expect(after.match(/@inaccessible/g)?.length).toBe(before.match(/@inaccessible/g)?.length);
  expect(after.match(/@join__/g)?.length).toBe(
    (before.match(/@join__/g)?.length ?? 0) -
      (before.match(/scalar requiresScopes__Scope\n +@join__/g)?.length ?? 0),
  );
});

test('the features are also removed under other names', () => {
  const stripped = stripSecurityFeatures(`
    schema @link(url: "https://specs.apollo.dev/link/v1.0")
      @link(url: "https://specs.apollo.dev/authenticated/v0.1", as: "auth", for: SECURITY)
      @link(url: "https://specs.apollo.dev/policy/v0.1", import: [{ name: "@policy", as: "@rule" }], for: SECURITY)
      @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY) { query: Query }
    directive @auth on FIELD_DEFINITION
    directive @rule(policies: [[auth__Policy!]!]!) on FIELD_DEFINITION
    scalar auth__Policy
    type Query { a: Int @auth b: Int @rule(policies: [["x"]]) c: Int @inaccessible }`);
  expect(stripped).not.toMatch(/auth|rule|policy/i);
  expect(stripped).toContain('c: Int @inaccessible');
  expect(stripped).toContain('link/v1.0');
});

test('the gateway runs on the committed supergraph with no subgraph up', async () => {
  await using house = await startHouse({ supergraph: await loadSupergraph(COMMITTED) });
  const answer = await house.ask('{ __typename ids: __schema { mutationType { fields { name } } } }');
  const fields = answer.data.ids.mutationType.fields.map(({ name }: { name: string }) => name);
  expect(fields).toEqual(expect.arrayContaining(['placeOrder', 'reserveStock', 'login']));
  for (const internal of ['authorizePayment', 'capturePayment', 'voidPayment', 'refundPayment']) {
    expect(fields).not.toContain(internal);
    const tried = await house.ask(`mutation { ${internal}(orderId: "x") { id } }`);
    expect(tried.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  }
});

test.each([
  ['type Query {', /is not a GraphQL schema: Syntax Error/],
  ['type Query { a: Int }', /is not a supergraph: it names no subgraphs/],
])('a file that is not a supergraph is an error for the operator: %s', async (text, message) => {
  await using folder = await testFolder();
  const file = join(folder.path, 'supergraph.graphql');
  await writeFile(file, text);
  await expect(loadSupergraph(file)).rejects.toThrow(OperatorError);
  await expect(loadSupergraph(file)).rejects.toThrow(message);
  await expect(loadSupergraph(`${file}.missing`)).rejects.toThrow(/cannot read the supergraph .* \(ENOENT\)/);
});

test('a supergraph that the executor does not accept is an error for the operator', async () => {
  const supergraph = await loadSupergraph(COMMITTED);
  const sdl = supergraph.sdl.replace('join/v0.5', 'join/v9.9');
  await expect(startHouse({ supergraph: { ...supergraph, sdl } })).rejects.toThrow(
    /^the supergraph cannot be used: .*join/,
  );
});

test.each([
  [
    /\n {2}@link\(url: "https:\/\/specs.apollo.dev\/join/,
    '\n  @link(url: "https://specs.apollo.dev/context/v0.1", for: SECURITY)$&',
    'one or more checks failed. Caused by: feature https://specs.apollo.dev/context/v0.1 is for: SECURITY but is unsupported',
  ],
  [
    'type Query',
    'type Query implements Nope & Other',
    'The schema is not a valid GraphQL schema.. Caused by: Cannot implement unknown type Nope Cannot implement unknown type Other',
  ],
])('the error has the whole reason, in one line without SDL: %s', async (part, other, reason) => {
  const supergraph = await loadSupergraph(COMMITTED);
  const sdl = supergraph.sdl.replace(part, other);
  expect(sdl).not.toBe(supergraph.sdl);
  const refused = startHouse({ supergraph: { ...supergraph, sdl } });
  await expect(refused).rejects.toThrow(new OperatorError(`the supergraph cannot be used: ${reason}`));
});
