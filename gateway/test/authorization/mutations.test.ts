import { expect, test } from 'vitest';
import { CUSTOMER, NOBODY, STAFF, startWorld } from './world.ts';

const QUERY = `mutation {
  first: change { name own }
  known { name }
  staff { name }
  second: change { friend { must } }
}`;

test('a forbidden mutation does not run; the others run in order, whatever is forbidden in their results', async () => {
  await using world = await startWorld();
  const { data, errors } = await world.guarded({ query: QUERY }, NOBODY);
  expect(data).toEqual({
    first: { name: 'name of Open1', own: null },
    known: null,
    staff: null,
    second: { friend: null },
  });
  expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual(
    [['first', 'own'], ['known'], ['staff'], ['second', 'friend', 'must']].map((path) => [
      path,
      { code: 'UNAUTHENTICATED' },
    ]),
  );
  expect(world.changes).toEqual(['change', 'change']);
  expect(world.refused).toEqual([]);
});

test.each([
  ['nobody', NOBODY, ['change', 'change']],
  ['a customer', CUSTOMER, ['change', 'known', 'change']],
  ['staff', STAFF, ['change', 'known', 'staff', 'change']],
])('as %s it does what the subgraphs alone would have done', async (_, user, changes) => {
  await using world = await startWorld();
  const expected = await world.unguarded({ query: QUERY }, user);
  expect(world.changes.splice(0)).toEqual(changes);
  const answer = await world.guarded({ query: QUERY }, user);
  expect(world.changes).toEqual(changes);
  expect(answer.data).toEqual(expected.data);
  expect(answer.errors?.map(({ message }) => message)).toEqual(
    expected.errors?.map(({ message }) => message),
  );
});

test('when every mutation is forbidden, no subgraph is called', async () => {
  await using world = await startWorld();
  expect((await world.guarded({ query: 'mutation { known { id } staff { id } }' }, NOBODY)).data).toEqual({
    known: null,
    staff: null,
  });
  expect([world.asked, world.changes]).toEqual([[], []]);
});
