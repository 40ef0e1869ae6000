import { createRemoteJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { PASSWORD } from '../support/builders.ts';
import { ANONYMOUS, testUsers } from '../support/service.ts';

test('an e-mail address and its password open a session', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const { data, errors } = await users.login('alice@demo.test');
  expect(errors).toBeUndefined();
  expect(data.login).toMatchObject({
    user: { id: alice.id, email: 'alice@demo.test' },
    accessTokenExpiresAt: '2096-11-20T12:15:00.000Z',
    refreshTokenExpiresAt: '2096-12-20T12:00:00.000Z',
  });
});

test('the published key verifies the access token, which names the user, the roles and the expiry', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test', roles: ['VENDOR', 'CUSTOMER'] });
  const { data } = await users.login('alice@demo.test');
  const token = data.login.accessToken as string;
  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', users.url));
  const { payload } = await jwtVerify(token, keys, {
    issuer: 'holdfast',
    audience: 'holdfast',
    algorithms: ['EdDSA'],
    currentDate: users.now(),
  });
  expect(payload).toEqual({
    iss: 'holdfast',
    aud: 'holdfast',
    sub: alice.id,
    roles: ['CUSTOMER', 'VENDOR'],
    iat: users.now().getTime() / 1000,
    exp: users.now().getTime() / 1000 + 900,
    jti: expect.any(String),
    sid: (await users.collections.sessions.findOne({}))!._id,
  });
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: 'EdDSA', kid: expect.any(String) });

  const [header, body, signature] = token.split('.');
  const claims = JSON.parse(Buffer.from(body!, 'base64url').toString());
  const forged = Buffer.from(JSON.stringify({ ...claims, roles: ['ADMIN'] })).toString('base64url');
  await expect(
    jwtVerify(`${header}.${forged}.${signature}`, keys, { currentDate: users.now() }),
  ).rejects.toThrow('signature verification failed');
});

test('a wrong password and an unknown e-mail address get the same answer', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  const wrongPassword = await users.login('alice@demo.test', 'wrong horse battery staple');
  const unknownEmail = await users.login('nobody@demo.test', PASSWORD);
  expect(wrongPassword).toEqual(unknownEmail);
  expect(wrongPassword.data).toEqual({ login: null });
  expect(wrongPassword.errors?.[0]?.extensions).toEqual({ code: 'UNAUTHENTICATED' });
});

test('an account is found by any spelling of its e-mail address', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  for (const spelling of ['Alice@Demo.Test ', '\tALICE@DEMO.TEST', 'ａｌｉｃｅ@demo.test']) {
    expect((await users.login(spelling)).data.login?.user.id, spelling).toBe(alice.id);
  }
});

test('a password is compared as typed, except for the composition of its characters', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test', password: ' caf\u00e9 au lait ' });
  expect((await users.login('alice@demo.test', ' cafe\u0301 au lait ')).errors).toBeUndefined();
  expect((await users.login('alice@demo.test', 'caf\u00e9 au lait')).errors).toHaveLength(1);
  expect((await users.login('alice@demo.test', ' CAF\u00c9 AU LAIT ')).errors).toHaveLength(1);
});

test.each([
  ['too long', 'a'.repeat(255), 'p'.repeat(129)],
  ['null bytes', 'alice\0@demo.test', 'correct\0horse'],
  ['lone surrogates', 'alice\ud800@demo.test', '\udc00correct horse'],
  ['empty', '', ''],
])('malformed or overlong input is refused with every problem: %s', async (_, email, password) => {
  await using users = await testUsers();
  const { data, errors } = await users.login(email, password);
  expect(data).toEqual({ login: null });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [
      { path: ['email'], message: expect.any(String) },
      { path: ['password'], message: expect.any(String) },
    ],
  });
});

test('text that looks like a query operator is only text', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  for (const text of ['{"$gt":""}', '$ne', '{"$regex":".*"}']) {
    expect((await users.login(text, text)).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
    expect((await users.login('alice@demo.test', text)).errors?.[0]?.extensions?.['code']).toBe(
      'UNAUTHENTICATED',
    );
    expect((await users.refresh(text)).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  }
  const { errors } = await users.as(ANONYMOUS)(
    'mutation ($email: String!) { login(email: $email, password: "x") { accessToken } }',
    { email: { $gt: '' } },
  );
  expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
});

test('no password, hash or token is logged, and no password or token is stored in clear text', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const { data } = await users.login('alice@demo.test');
  for (let use = 0; use < 3; use++) {
    await users.refresh(data.login.refreshToken);
    users.pass(10);
  }
  const { passwordHash } = (await users.collections.users.findOne({ _id: alice.id }))!;
  const logged = users.logged.join('\n');
  expect(logged).toContain('the session was ended');
  const stored = JSON.stringify([
    await users.collections.users.find().toArray(),
    await users.collections.sessions.find().toArray(),
  ]);
  for (const secret of [PASSWORD, data.login.refreshToken, data.login.accessToken]) {
    expect(logged).not.toContain(secret);
    expect(stored).not.toContain(secret);
  }
  expect(logged).not.toContain(passwordHash);
});
