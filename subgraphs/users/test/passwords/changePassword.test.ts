import { expect, test } from 'vitest';
import { PASSWORD } from '../support/builders.ts';
import { callerOf, codeOf, testUsers } from '../support/service.ts';

const CHANGE =
  'mutation ($old: String!, $new: String!) { changePassword(currentPassword: $old, newPassword: $new) { refreshToken } }';
const NEW_PASSWORD = 'another horse entirely';

test('changing the password ends every other session and lists it as revoked', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const before = [await users.login('alice@demo.test'), await users.login('alice@demo.test')];
  const ids = (await users.collections.sessions.find().toArray()).map(({ _id }) => _id);
  const { data, errors } = await users.as(callerOf(alice))(CHANGE, { old: PASSWORD, new: NEW_PASSWORD });
  expect(errors).toBeUndefined();
  for (const { data } of before) {
    expect(codeOf(await users.refresh(data.login.refreshToken))).toBe('UNAUTHENTICATED');
  }
  expect((await users.refresh(data.changePassword.refreshToken)).errors).toBeUndefined();
  expect(codeOf(await users.login('alice@demo.test'))).toBe('UNAUTHENTICATED');
  expect((await users.login('alice@demo.test', NEW_PASSWORD)).errors).toBeUndefined();
  const revoked = async () => (await fetch(`${users.url}/.well-known/revoked-sessions`)).json();
  const list = (await revoked()) as { sessions: string[]; asOf: string };
  expect(list.sessions.sort()).toEqual(ids.sort());
  expect(list.asOf).toBe(users.now().toISOString());
  users.pass(15 * 60);
  expect(((await revoked()) as typeof list).sessions).toHaveLength(2);
  users.pass(60);
  expect(((await revoked()) as typeof list).sessions).toEqual([]);
});

test('the current password must be right, and the new one acceptable', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const change = (old: string, next: string) => users.as(callerOf(alice))(CHANGE, { old, new: next });
  const wrong = await change('wrong horse', NEW_PASSWORD);
  expect(wrong.errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: ['currentPassword'] }],
  });
  const both = await change('', 'password1');
  expect(both.errors?.[0]?.extensions?.['problems']).toHaveLength(2);
  expect((await users.login('alice@demo.test')).errors).toBeUndefined();
});

test('of 5 concurrent changes of the password, one succeeds', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const answers = await Promise.all(
    Array.from({ length: 5 }, (_, n) =>
      users.as(callerOf(alice))(CHANGE, { old: PASSWORD, new: `${NEW_PASSWORD} ${n}` }),
    ),
  );
  const won = answers.flatMap(({ data }, n) => (data.changePassword ? [n] : []));
  expect(won).toHaveLength(1);
  const { data } = await users.login('alice@demo.test', `${NEW_PASSWORD} ${won[0]}`);
  expect(data.login?.user.id).toBe(alice.id);
});
