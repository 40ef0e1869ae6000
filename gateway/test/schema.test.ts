import { expect, test } from 'vitest';
import { read, startHouse } from './support/house.ts';

test.each([
  '{ _service { sdl } }',
  '{ _entities(representations: []) { __typename } }',
  'mutation { charge }',
])('internal fields do not exist for clients: %s', async (query) => {
  await using house = await startHouse();
  const response = await house.post({ query });
  expect(response.status).toBe(400);
  expect((await read(response)).errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('introspection does not show it either', async () => {
  await using house = await startHouse();
  const { data } = await house.ask('{ __schema { types { name } mutationType { fields { name } } } }');
  expect(data.__schema.mutationType.fields).toEqual([{ name: 'touch' }]);
  const names = data.__schema.types.map(({ name }: { name: string }) => name);
  expect(names).toEqual(expect.arrayContaining(['Product', 'EchoInput']));
  expect(names.filter((name: string) => /^_[^_]|__.*(Scope|Graph|FieldSet)|_Any/.test(name))).toEqual([]);
});

test('without introspection neither the schema nor query plans are revealed or hinted at', async () => {
  await using house = await startHouse({ introspection: false });
  const asked = await house.ask('{ __schema { types { name } } }');
  expect(asked.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  const guessed = await house.ask('{ product { id } }');
  expect(guessed.errors[0].message).toBe('Cannot query field "product" on type "Query".');
  const plan = { 'apollo-query-plan-experimental': '1' };
  expect(await read(await house.post({ query: '{ products { id } }' }, plan))).not.toHaveProperty(
    'extensions',
  );
  expect((await house.ask('{ __typename }')).data.__typename).toBe('Query');
});

test('with introspection a client can see its query plan', async () => {
  await using house = await startHouse();
  const plan = { 'apollo-query-plan-experimental': '1' };
  const answer = await read(await house.post({ query: '{ products { available } }' }, plan));
  expect(answer.extensions.__queryPlanExperimental).toContain('Fetch(service: "inventory")');
});
