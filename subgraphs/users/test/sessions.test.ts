import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { readSecretToken } from '../src/domain/secretToken.ts';
import { cleanUp } from '../src/housekeeping.ts';
import { retryRotation } from '../src/store/retryRotation.ts';
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

test('sessions that have expired are cleaned up, those that stand are not', async () => {
  await using users = await signedIn();
  users.pass(30 * DAY);
  await users.login('alice@demo.test');
  await cleanUp({ ...users.collections, clock: users.now });
  expect(await users.collections.sessions.countDocuments()).toBe(1);
});

atomicTest(
  'of 32 concurrent refreshes one wins, or one more as a retry, and one token at most is good afterwards',
  async () => {
    await using users = await signedIn();
    const answers = await Promise.all(Array.from({ length: 32 }, () => users.refresh(users.first)));
    const won = answers.filter(({ data }) => data.refreshSession);
    expect(won.length).toBeGreaterThanOrEqual(1);
    expect(won.length).toBeLessThanOrEqual(2);
    for (const { errors } of answers.filter(({ data }) => !data.refreshSession)) {
      expect(errors).toMatchObject(UNAUTHENTICATED);
    }
    const hashes = won.map(({ data }) => readSecretToken(data.refreshSession.refreshToken)!.hash);
    const session = await users.collections.sessions.findOne({});
    expect(hashes.filter((hash) => hash === session?.tokenHash)).toHaveLength(1);
  },
);

test('a lost answer: the spent token works once more within 10 seconds, in place of the lost one', async () => {
  await using users = await signedIn();
  const lost = (await users.refresh(users.first)).data.refreshSession.refreshToken;
  users.pass(9);
  const { data, errors } = await users.refresh(users.first);
  expect(errors).toBeUndefined();
  const second = data.refreshSession.refreshToken;
  expect(second).not.toBe(lost);
  const third = await users.refresh(second);
  expect(third.errors).toBeUndefined();
  // The one that was lost was never good again.
  expect((await users.refresh(lost)).errors).toMatchObject(UNAUTHENTICATED);
  expect((await users.refresh(third.data.refreshSession.refreshToken)).errors).toMatchObject(UNAUTHENTICATED);
});

test.each([
  ['a second time', 1, 1],
  ['after 10 seconds', 0, 10],
])('a spent token ends the family: %s', async (_, retries, seconds) => {
  await using users = await signedIn();
  let newest = (await users.refresh(users.first)).data.refreshSession.refreshToken;
  for (let retry = 0; retry < retries; retry++) {
    newest = (await users.refresh(users.first)).data.refreshSession.refreshToken;
  }
  users.pass(seconds);
  expect((await users.refresh(users.first)).errors).toMatchObject(UNAUTHENTICATED);
  expect((await users.refresh(newest)).errors).toMatchObject(UNAUTHENTICATED);
});

test('a token whose successor was used cannot be retried', async () => {
  await using users = await signedIn();
  const second = (await users.refresh(users.first)).data.refreshSession.refreshToken;
  await users.refresh(second);
  expect((await users.refresh(users.first)).errors).toMatchObject(UNAUTHENTICATED);
  expect(await users.collections.sessions.countDocuments({ endedAt: null })).toBe(0);
});

atomicTest('of 32 concurrent retries exactly one gets a successor', async () => {
  await using users = await signedIn();
  await users.refresh(users.first);
  const presented = readSecretToken(users.first)!;
  const next = { now: users.now(), expiresAt: new Date(users.now().getTime() + 1000) };
  const results = await Promise.all(
    Array.from({ length: 32 }, (_, n) =>
      retryRotation(users.collections.sessions, presented, { ...next, nextHash: `next ${n}` }),
    ),
  );
  expect(results.filter((result) => result !== undefined)).toHaveLength(1);
});

atomicTest('the race is won once because of the guard: without it, it is won more often', async () => {
  await using users = await signedIn();
  const { sessions } = users.collections;
  const presented = readSecretToken(users.first)!;
  const next = { now: users.now(), expiresAt: new Date(users.now().getTime() + 1000) };
  const checkThenWrite = async (nextHash: string) => {
    const session = await sessions.findOne({ _id: presented.id, tokenHash: presented.hash });
    if (session) await sessions.updateOne({ _id: session._id }, { $set: { tokenHash: nextHash } });
    return session ?? undefined;
  };
  const wins = async (rotate: (nextHash: string) => Promise<object | undefined>) => {
    await sessions.updateOne({ _id: presented.id }, { $set: { tokenHash: presented.hash } });
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
  expect(await users.collections.sessions.countDocuments({ endedAt: null })).toBe(0);
});
