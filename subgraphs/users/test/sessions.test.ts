import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { readRefreshToken } from '../src/domain/refreshToken.ts';
import { rotateSession } from '../src/store/rotateSession.ts';
import { ANONYMOUS, testUsers } from './fixtures.ts';

const atomicTest = unlessFerretdb(test, NOT_ATOMIC);

const UNAUTHENTICATED = [{ extensions: { code: 'UNAUTHENTICATED' } }];
const DAY = 24 * 60 * 60;

async function signedIn() {
  const users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  const { data } = await users.login('alice@demo.test');
  const logout = (refreshToken: string) =>
    users.as(ANONYMOUS)('mutation ($token: String!) { logout(refreshToken: $token) }', {
      token: refreshToken,
    });
  return { ...users, logout, first: data.login.refreshToken as string };
}

test('a refresh token has 256 random bits and gives a new pair of tokens', async () => {
  await using users = await signedIn();
  expect(Buffer.from(users.first, 'base64url')).toHaveLength(16 + 32);
  users.pass(60);
  const { data } = await users.refresh(users.first);
  expect(data.refreshSession).toMatchObject({
    user: { email: 'alice@demo.test' },
    accessTokenExpiresAt: '2026-11-20T12:16:00.000Z',
    refreshTokenExpiresAt: '2026-12-20T12:01:00.000Z',
  });
  expect(data.refreshSession.refreshToken).not.toBe(users.first);
  expect(Buffer.from(data.refreshSession.refreshToken, 'base64url').subarray(16)).not.toEqual(
    Buffer.from(users.first, 'base64url').subarray(16),
  );
});

test('a spent token ends its whole family, and no other', async () => {
  await using users = await signedIn();
  const other = (await users.login('alice@demo.test')).data.login.refreshToken;
  const second = (await users.refresh(users.first)).data.refreshSession.refreshToken;
  const third = (await users.refresh(second)).data.refreshSession.refreshToken;
  expect((await users.refresh(users.first)).errors).toMatchObject(UNAUTHENTICATED);
  expect((await users.refresh(third)).errors).toMatchObject(UNAUTHENTICATED);
  expect((await users.refresh(other)).errors).toBeUndefined();
});

test('a token is good for 30 days and not a moment longer', async () => {
  await using users = await signedIn();
  users.pass(30 * DAY - 1);
  const second = (await users.refresh(users.first)).data.refreshSession.refreshToken;
  users.pass(30 * DAY);
  expect((await users.refresh(second)).errors).toMatchObject(UNAUTHENTICATED);
});

test('sessions that have expired are gone after the next sign-in', async () => {
  await using users = await signedIn();
  users.pass(30 * DAY);
  await users.login('alice@demo.test');
  expect(await users.collections.sessions.countDocuments()).toBe(1);
});

atomicTest('of 32 concurrent refreshes of one token exactly one wins', async () => {
  await using users = await signedIn();
  const answers = await Promise.all(Array.from({ length: 32 }, () => users.refresh(users.first)));
  expect(answers.filter(({ data }) => data.refreshSession)).toHaveLength(1);
  for (const { errors } of answers.filter(({ data }) => !data.refreshSession)) {
    expect(errors).toMatchObject(UNAUTHENTICATED);
  }
  expect(await users.collections.sessions.countDocuments()).toBe(0);
});

atomicTest('the race is won once because of the guard: without it, it is won more often', async () => {
  await using users = await signedIn();
  const { sessions } = users.collections;
  const presented = readRefreshToken(users.first)!;
  const next = { now: users.now(), expiresAt: new Date(users.now().getTime() + 1000) };
  const checkThenWrite = async (nextHash: string) => {
    const session = await sessions.findOne({ _id: presented.sessionId, tokenHash: presented.hash });
    if (session) await sessions.updateOne({ _id: session._id }, { $set: { tokenHash: nextHash } });
    return session ?? undefined;
  };
  const wins = async (rotate: (nextHash: string) => Promise<object | undefined>) => {
    await sessions.updateOne({ _id: presented.sessionId }, { $set: { tokenHash: presented.hash } });
    const results = await Promise.all(Array.from({ length: 32 }, (_, n) => rotate(`next ${n}`)));
    return results.filter((result) => result !== undefined).length;
  };
  expect(await wins(checkThenWrite)).toBeGreaterThan(1);
  expect(await wins((nextHash) => rotateSession(sessions, presented, { ...next, nextHash }))).toBe(1);
});

test.each([
  ['a changed character', (token: string) => `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`],
  ['one too few', (token: string) => token.slice(0, -1)],
  ['something else', () => 'not-a-token'],
  ['another session', () => 'A'.repeat(64)],
])('a token that was tampered with is refused: %s', async (_, tamper) => {
  await using users = await signedIn();
  expect((await users.refresh(tamper(users.first))).errors).toMatchObject(UNAUTHENTICATED);
});

test.each([['x'.repeat(201)], ['a\0b'], ['\ud800'], ['']])(
  'a token that is no text is bad input',
  async (token) => {
    await using users = await signedIn();
    for (const answer of [await users.refresh(token), await users.logout(token)]) {
      expect(answer.errors?.[0]?.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        problems: [{ path: ['refreshToken'] }],
      });
    }
  },
);

test('signing out ends the family, and is true whether or not there was one', async () => {
  await using users = await signedIn();
  const second = (await users.refresh(users.first)).data.refreshSession.refreshToken;
  for (const token of [second, second, 'not-a-token']) {
    expect(await users.logout(token)).toEqual({ data: { logout: true } });
  }
  expect((await users.refresh(second)).errors).toMatchObject(UNAUTHENTICATED);
});

test('a refreshed access token has the roles that the user has now', async () => {
  await using users = await signedIn();
  await users.collections.users.updateOne({}, { $set: { roles: ['CUSTOMER', 'STAFF'] } });
  const { data } = await users.refresh(users.first);
  expect(decodeJwt(data.refreshSession.accessToken)['roles']).toEqual(['CUSTOMER', 'STAFF']);
});

test('an account that is gone refreshes nothing', async () => {
  await using users = await signedIn();
  await users.collections.users.deleteMany({});
  expect((await users.refresh(users.first)).errors).toMatchObject(UNAUTHENTICATED);
  expect(await users.collections.sessions.countDocuments()).toBe(0);
});
