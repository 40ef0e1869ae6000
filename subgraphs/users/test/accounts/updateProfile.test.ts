import { expect, test } from 'vitest';
import { callerOf, codeOf, testUsers } from '../support/service.ts';

test('a new name is visible and searchable', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test', name: 'Alice' });
  const update = (input: object) =>
    users.as(callerOf(alice))(
      'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { name } }',
      { input },
    );
  expect((await update({ name: ' Alicia Ádler ' })).data.updateProfile).toEqual({ name: 'Alicia Ádler' });
  expect((await update({})).data.updateProfile).toEqual({ name: 'Alicia Ádler' });
  expect((await update({ name: null })).data.updateProfile).toEqual({ name: 'Alicia Ádler' });
  expect(codeOf(await update({ name: '' }))).toBe('BAD_USER_INPUT');
  const { words } = (await users.collections.users.findOne({}))!;
  expect(words).toEqual(['alicia', 'adler', 'alice', 'demo', 'test']);
});
