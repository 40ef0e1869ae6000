import { randomBytes } from 'node:crypto';
import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import type { GraphQLAnswer } from '@holdfast/dev/testing/graphql';
import { newUuid } from '@holdfast/kit-base/ids';
import { decodeJwt } from 'jose';
import { expect, test, vi } from 'vitest';
import { openAnswer } from '../../src/sessions/domain/sealedAnswer.ts';
import { refreshTokenExpiry, type Session } from '../../src/sessions/domain/session.ts';
import { rotateSession } from '../../src/sessions/queries.ts';
import { refreshSession } from '../../src/sessions/refreshSession.ts';
import { newSecretToken, readSecretToken } from '../../src/tokens/domain/secretToken.ts';
import { ANONYMOUS, testUsers } from '../support/service.ts';

// Twenty thousand refreshes take long on a busy machine.
vi.setConfig({ testTimeout: 900_000 });

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

test('a refresh token has 256 random bits and is exchanged for a new pair of tokens', async () => {
  await using users = await signedIn();
  expect(Buffer.from(users.first, 'base64url')).toHaveLength(16 + 32);
  users.pass(60);
  const { data } = await users.refresh(users.first);
  expect(data.refreshSession).toMatchObject({
    user: { email: 'alice@demo.test' },
    accessTokenExpiresAt: '2096-11-20T12:16:00.000Z',
    refreshTokenExpiresAt: '2096-12-20T12:01:00.000Z',
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
  users.pass(10);
  expect((await users.refresh(users.first)).errors).toMatchObject(UNAUTHENTICATED);
  expect((await users.refresh(third)).errors).toMatchObject(UNAUTHENTICATED);
  expect((await users.refresh(other)).errors).toBeUndefined();
});

test('a token is valid for 30 days and not a moment longer', async () => {
  await using users = await signedIn();
  users.pass(30 * DAY - 1);
  const second = (await users.refresh(users.first)).data.refreshSession.refreshToken;
  users.pass(30 * DAY);
  expect((await users.refresh(second)).errors).toMatchObject(UNAUTHENTICATED);
});

const tokensOf = ({ data }: GraphQLAnswer) => {
  const { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt } = data.refreshSession;
  return { accessToken, accessTokenExpiresAt, refreshToken, refreshTokenExpiresAt };
};

test('a spent token gets the same tokens for 10 seconds, however often it is presented', async () => {
  await using users = await signedIn();
  const given = tokensOf(await users.refresh(users.first));
  for (const seconds of [0, 4, 4, 1]) {
    users.pass(seconds);
    expect(tokensOf(await users.refresh(users.first))).toEqual(given);
  }
  expect((await users.refresh(given.refreshToken)).errors).toBeUndefined();
});

test('a spent token ends the family after 10 seconds', async () => {
  await using users = await signedIn();
  const { refreshToken } = tokensOf(await users.refresh(users.first));
  users.pass(10);
  expect((await users.refresh(users.first)).errors).toMatchObject(UNAUTHENTICATED);
  expect((await users.refresh(refreshToken)).errors).toMatchObject(UNAUTHENTICATED);
  expect(await users.collections.sessions.countDocuments({ endedAt: null })).toBe(0);
});

test('a late tab gets the newest tokens, not those that were spent in the meantime', async () => {
  await using users = await signedIn();
  const second = tokensOf(await users.refresh(users.first));
  users.pass(2);
  const third = tokensOf(await users.refresh(second.refreshToken));
  users.pass(2);
  const fourth = tokensOf(await users.refresh(third.refreshToken));
  expect(tokensOf(await users.refresh(users.first))).toEqual(fourth);
  users.pass(6);
  expect((await users.refresh(users.first)).errors, 'its own 10 seconds have passed').toMatchObject(
    UNAUTHENTICATED,
  );
});

test('the stored answer is useless without the spent token', async () => {
  await using users = await signedIn();
  const given = tokensOf(await users.refresh(users.first));
  const session = await users.collections.sessions.findOne({});
  const stored = JSON.stringify(session);
  for (const token of [users.first, given.refreshToken, given.accessToken])
    expect(stored).not.toContain(token);
  const [answer] = session!.answers;
  expect(openAnswer(users.first, answer!.sealed).refreshToken).toBe(given.refreshToken);
  for (const key of [given.refreshToken, answer!.hash, session!.tokenHash]) {
    expect(() => openAnswer(key, answer!.sealed)).toThrow();
  }
});

test('a session keeps at most 20 answers, and a refresh drops the expired ones', async () => {
  await using users = await signedIn();
  let token = users.first;
  for (let n = 0; n < 25; n++) token = tokensOf(await users.refresh(token)).refreshToken;
  const kept = async () => (await users.collections.sessions.findOne({}))!.answers.length;
  expect(await kept()).toBe(20);
  users.pass(10);
  await users.refresh(token);
  expect(await kept()).toBe(1);
});

test('a session older than answers continues', async () => {
  await using users = await signedIn();
  await users.collections.sessions.updateOne(
    {},
    { $unset: { answers: '' }, $set: { retry: null } as object },
  );
  expect((await users.refresh(users.first)).errors).toBeUndefined();
});

atomicTest(
  '1,000 tokens, each used 20 times at once on two processes, get one successor each, and no session ends',
  async () => {
    await using users = await testUsers();
    const { id: userId } = await users.open({ email: 'alice@demo.test' });
    await using one = await users.startPeer();
    await using other = await users.startPeer();
    const now = users.now();
    const tokens = Array.from({ length: 1000 }, () => newSecretToken(newUuid(), randomBytes));
    await users.collections.sessions.insertMany(
      tokens.map(({ id: _id, hash: tokenHash }) => ({
        ...{ _id, userId, tokenHash, answers: [], createdAt: now, refreshedAt: now },
        ...{ endedAt: null, expiresAt: refreshTokenExpiry(now) },
      })),
    );
    const queue = tokens.values();
    const families: Session[][] = [];
    const browser = async () => {
      for (const { token } of queue) {
        const tabs = Array.from({ length: 20 }, (_, n) =>
          refreshSession([one, other][n % 2]!.dependencies, { refreshToken: token }),
        );
        families.push(await Promise.all(tabs));
      }
    };
    await Promise.all(Array.from({ length: 8 }, browser));
    expect(families).toHaveLength(1000);
    for (const family of families) {
      expect(new Set(family.map(({ refreshToken }) => refreshToken))).toHaveLength(1);
      expect(new Set(family.map(({ accessToken }) => accessToken))).toHaveLength(1);
    }
    expect(new Set(families.map(([first]) => first!.refreshToken))).toHaveLength(1000);
    expect(await users.collections.sessions.countDocuments({ endedAt: null })).toBe(1000);
    const valid = (await users.collections.sessions.find().toArray()).map(({ tokenHash }) => tokenHash);
    const given = families.map(([first]) => readSecretToken(first!.refreshToken)!.hash);
    expect(valid.toSorted()).toEqual(given.toSorted());
  },
);

atomicTest('tabs that wake at once read in one query, and race for the rotation', async () => {
  await using users = await signedIn();
  await using peer = await users.startPeer();
  const dependencies = { ...peer.dependencies, ...users.collections };
  const tabs = Array.from({ length: 20 }, () => ({ refreshToken: users.first }));
  const commands = await users.commandsOf(() =>
    Promise.all(tabs.map((input) => refreshSession(dependencies, input))),
  );
  const isRead = (command: string) => command.startsWith('find ');
  const firstWrite = commands.findIndex((command) => !isRead(command));
  expect(commands.slice(0, firstWrite)).toEqual(['find sessions', 'find users']);
  expect(commands.filter((command) => !isRead(command))).toEqual(tabs.map(() => 'update sessions'));
});

atomicTest('the guard lets one request win the race; without it, several win', async () => {
  await using users = await signedIn();
  const { sessions } = users.collections;
  const presented = readSecretToken(users.first)!;
  const next = { answers: [], now: users.now(), expiresAt: new Date(users.now().getTime() + 1000) };
  const checkThenWrite = async (nextHash: string) => {
    const session = await sessions.findOne({ _id: presented.id, tokenHash: presented.hash });
    if (session) await sessions.updateOne({ _id: session._id }, { $set: { tokenHash: nextHash } });
    return session !== null;
  };
  const wins = async (rotate: (nextHash: string) => Promise<boolean>) => {
    await sessions.updateOne({ _id: presented.id }, { $set: { tokenHash: presented.hash } });
    const results = await Promise.all(Array.from({ length: 32 }, (_, n) => rotate(`next ${n}`)));
    return results.filter((won) => won).length;
  };
  expect(await wins(checkThenWrite)).toBeGreaterThan(1);
  expect(await wins((nextHash) => rotateSession(sessions, presented, { ...next, nextHash }))).toBe(1);
});

test.each([
  ['a changed character', (token: string) => `${token.slice(0, -2)}${token.endsWith('AA') ? 'BB' : 'AA'}`],
  ['a missing character', (token: string) => token.slice(0, -1)],
  ['other text', () => 'not-a-token'],
  ['another session', () => 'A'.repeat(64)],
])('a forged token is refused: %s', async (_, tamper) => {
  await using users = await signedIn();
  expect((await users.refresh(tamper(users.first))).errors).toMatchObject(UNAUTHENTICATED);
});

test.each([['x'.repeat(201)], ['a\0b'], ['\ud800'], ['']])(
  'a malformed token is bad input',
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

test('logout ends the family, and returns true whether or not there was one', async () => {
  await using users = await signedIn();
  const second = (await users.refresh(users.first)).data.refreshSession.refreshToken;
  for (const token of [second, second, 'not-a-token']) {
    expect(await users.logout(token)).toEqual({ data: { logout: true } });
  }
  expect((await users.refresh(second)).errors).toMatchObject(UNAUTHENTICATED);
});

test('a refreshed access token has the current roles of the user', async () => {
  await using users = await signedIn();
  await users.collections.users.updateOne({}, { $set: { roles: ['CUSTOMER', 'STAFF'] } });
  const { data } = await users.refresh(users.first);
  expect(decodeJwt(data.refreshSession.accessToken)['roles']).toEqual(['CUSTOMER', 'STAFF']);
});

test('a deleted account cannot refresh its sessions', async () => {
  await using users = await signedIn();
  await users.collections.users.deleteMany({});
  expect((await users.refresh(users.first)).errors).toMatchObject(UNAUTHENTICATED);
  expect(await users.collections.sessions.countDocuments({ endedAt: null })).toBe(0);
});
