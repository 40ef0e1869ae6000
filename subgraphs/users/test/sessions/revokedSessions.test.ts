import { expect, test } from 'vitest';
import { ANONYMOUS, testUsers } from '../support/service.ts';

test('signing out, and reusing a spent token, put the session on the list of revoked ones', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  const { refreshToken } = (await users.login('alice@demo.test')).data.login;
  await users.as(ANONYMOUS)('mutation ($token: String!) { logout(refreshToken: $token) }', {
    token: refreshToken,
  });
  const second = (await users.login('alice@demo.test')).data.login.refreshToken;
  await users.refresh(second);
  users.pass(11);
  await users.refresh(second);
  const answer = await fetch(`${users.url}/.well-known/revoked-sessions`);
  expect(((await answer.json()) as { sessions: string[] }).sessions).toHaveLength(2);
});
