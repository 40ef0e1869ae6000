import { PULLS_NOTHING, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { expect, test } from 'vitest';
import { PASSWORD } from '../support/builders.ts';
import { ANONYMOUS, callerOf, codeOf, testUsers } from '../support/service.ts';

const CHANGE =
  'mutation ($old: String!, $new: String!) { changePassword(currentPassword: $old, newPassword: $new) { refreshToken } }';
const RESET =
  'mutation ($token: String!, $password: String!) { resetPassword(token: $token, newPassword: $password) { user { id emailVerified } refreshToken } }';
const NEW_PASSWORD = 'another horse entirely';
const HOUR = 3600;

unlessFerretdb(test, PULLS_NOTHING)('a mailed token sets a new password once, within an hour', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  const session = (await users.login('alice@demo.test')).data.login.refreshToken;
  expect(await users.requestPasswordReset('Alice@demo.test')).toEqual({
    data: { requestPasswordReset: true },
  });
  const [mail] = await users.mailedTokens();
  expect(Buffer.from(mail!.token, 'base64url')).toHaveLength(16 + 32);
  const stored = await users.collections.users.findOne({});
  expect(stored?.passwordReset?.hash).not.toContain(mail!.token);
  const reset = () => users.as(ANONYMOUS)(RESET, { token: mail!.token, password: NEW_PASSWORD });
  users.pass(HOUR - 1);
  const answers = await Promise.all(Array.from({ length: 8 }, reset));
  const won = answers.filter(({ data }) => data.resetPassword);
  expect(won).toHaveLength(1);
  expect(won[0]?.data.resetPassword.user.emailVerified).toBe(true);
  for (const answer of answers.filter(({ data }) => !data.resetPassword)) {
    expect(codeOf(answer)).toBe('BAD_USER_INPUT');
  }
  expect(codeOf(await users.refresh(session))).toBe('UNAUTHENTICATED');
  expect((await users.login('alice@demo.test', NEW_PASSWORD)).errors).toBeUndefined();
  expect(await users.mailedTokens()).toEqual([]);
});

test('a reset token is void after an hour, after a newer request, and after a change of the password', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const request = async () => {
    await users.requestPasswordReset();
    return (await users.mailedTokens()).at(-1)!.token;
  };
  const reset = async (token: string) =>
    codeOf(await users.as(ANONYMOUS)(RESET, { token, password: NEW_PASSWORD }));
  const late = await request();
  users.pass(HOUR);
  expect(await reset(late)).toBe('BAD_USER_INPUT');
  const replaced = await request();
  const newest = await request();
  expect(await reset(replaced)).toBe('BAD_USER_INPUT');
  await users.as(callerOf(alice))(CHANGE, { old: PASSWORD, new: NEW_PASSWORD });
  expect(await reset(newest)).toBe('BAD_USER_INPUT');
  expect(await reset('x')).toBe('BAD_USER_INPUT');
});

test('neither the answer to a reset request nor its work reveals whether an account exists', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  const ask = async (email: string) => {
    let answer = {};
    const commands = await users.commandsOf(async () => {
      answer = await users.requestPasswordReset(email);
    });
    return { answer, commands: commands.map((command) => command.split(' ')[0]) };
  };
  await ask('nobody@demo.test');
  expect(await ask('alice@demo.test')).toEqual(await ask('noone@demo.test'));
});
