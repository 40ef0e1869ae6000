import { MATCHES_TOO_MUCH, PULLS_NOTHING, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { typeOf } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { ANONYMOUS, callerOf, PASSWORD, type TestUsers, testUsers } from './fixtures.ts';

const REGISTER =
  'mutation ($input: RegisterInput!) { register(input: $input) { user { id email name roles emailVerified addresses { id } } accessToken refreshToken } }';
const CHANGE =
  'mutation ($old: String!, $new: String!) { changePassword(currentPassword: $old, newPassword: $new) { refreshToken } }';
const REQUEST = 'mutation ($email: String!) { requestPasswordReset(email: $email) }';
const RESET =
  'mutation ($token: String!, $password: String!) { resetPassword(token: $token, newPassword: $password) { user { id emailVerified } refreshToken } }';
const VERIFY = 'mutation ($token: String!) { verifyEmail(token: $token) { id email emailVerified } }';
const NEW_PASSWORD = 'another horse entirely';
const HOUR = 3600;

const anonymous = (users: TestUsers) => users.as(ANONYMOUS);
const register = (users: TestUsers, email = 'alice@demo.test', password = PASSWORD, name = 'Alice') =>
  anonymous(users)(REGISTER, { input: { email, password, name } });
const codeOf = ({ errors }: Awaited<ReturnType<TestUsers['login']>>) => errors?.[0]?.extensions?.['code'];

/** The tokens that wait to be mailed to this address. */
async function mailed(users: TestUsers, emailKey = 'alice@demo.test') {
  const document = await users.collections.users.findOne({ emailKey });
  return (document?.outbox ?? []).flatMap((event) =>
    'token' in event.data ? [{ type: typeOf(event), token: event.data.token }] : [],
  );
}

unlessFerretdb(test, PULLS_NOTHING)(
  'who registers is a customer, signed in, with an address to verify',
  async () => {
    await using users = await testUsers();
    const { data, errors } = await register(users, ' Alice@Demo.Test ');
    expect(errors).toBeUndefined();
    expect(data.register.user).toMatchObject({
      email: 'Alice@Demo.Test',
      name: 'Alice',
      roles: ['CUSTOMER'],
      emailVerified: false,
      addresses: [],
    });
    expect((await users.refresh(data.register.refreshToken)).errors).toBeUndefined();
    const [mail] = await mailed(users);
    expect(mail?.type).toBe('EmailVerificationRequested');
    const verified = await anonymous(users)(VERIFY, { token: mail?.token });
    expect(verified.data.verifyEmail).toMatchObject({ email: 'Alice@Demo.Test', emailVerified: true });
    expect(codeOf(await anonymous(users)(VERIFY, { token: mail?.token }))).toBe('BAD_USER_INPUT');
    expect(await mailed(users)).toEqual([]);
  },
);

test('of 16 who register with one e-mail at once one does, and the others are told CONFLICT', async () => {
  await using users = await testUsers();
  const answers = await Promise.all(Array.from({ length: 16 }, () => register(users)));
  expect(answers.filter(({ data }) => data.register)).toHaveLength(1);
  const codes = answers.map(codeOf).filter((code) => code !== undefined);
  expect(codes).toEqual(Array(15).fill('CONFLICT'));
});

test('everything that is wrong with a registration is told at once; a common password is', async () => {
  await using users = await testUsers();
  const { errors } = await register(users, 'alice', 'PassWord1', '\0');
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: ['input', 'email'] }, { path: ['input', 'password'] }, { path: ['input', 'name'] }],
  });
});

test('accountExists says whether an e-mail has an account, in any spelling of it', async () => {
  await using users = await testUsers();
  await register(users);
  const exists = (email: string) =>
    anonymous(users)('query ($email: String!) { accountExists(email: $email) }', { email });
  expect((await exists('ALICE@demo.test')).data).toEqual({ accountExists: true });
  expect((await exists('bob@demo.test')).data).toEqual({ accountExists: false });
  expect(codeOf(await exists('bob'))).toBe('BAD_USER_INPUT');
});

test('a new name is the one that everybody sees and that is searched for', async () => {
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

test('changing the password ends every other session, whose access tokens are on the list of revoked ones', async () => {
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

test('a sign-out and a token that was used again put their sessions on the list too', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  const { refreshToken } = (await users.login('alice@demo.test')).data.login;
  await anonymous(users)('mutation ($token: String!) { logout(refreshToken: $token) }', {
    token: refreshToken,
  });
  const second = (await users.login('alice@demo.test')).data.login.refreshToken;
  await users.refresh(second);
  users.pass(11);
  await users.refresh(second);
  const answer = await fetch(`${users.url}/.well-known/revoked-sessions`);
  expect(((await answer.json()) as { sessions: string[] }).sessions).toHaveLength(2);
});

test('the current password has to be right, and the new one to be one', async () => {
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

test('of 5 changes of the password at once one is made', async () => {
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

unlessFerretdb(test, PULLS_NOTHING)(
  'a forgotten password is set by the token that was mailed, once, within an hour',
  async () => {
    await using users = await testUsers();
    await users.open({ email: 'alice@demo.test' });
    const session = (await users.login('alice@demo.test')).data.login.refreshToken;
    expect(await anonymous(users)(REQUEST, { email: 'Alice@demo.test' })).toEqual({
      data: { requestPasswordReset: true },
    });
    const [mail] = await mailed(users);
    expect(Buffer.from(mail!.token, 'base64url')).toHaveLength(16 + 32);
    const stored = await users.collections.users.findOne({});
    expect(stored?.passwordReset?.hash).not.toContain(mail!.token);
    const reset = () => anonymous(users)(RESET, { token: mail!.token, password: NEW_PASSWORD });
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
    expect(await mailed(users)).toEqual([]);
  },
);

test('a token for a new password is void after an hour, after another was asked for, and after a change of it', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const request = async () => {
    await anonymous(users)(REQUEST, { email: 'alice@demo.test' });
    return (await mailed(users)).at(-1)!.token;
  };
  const reset = async (token: string) =>
    codeOf(await anonymous(users)(RESET, { token, password: NEW_PASSWORD }));
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

test('asking for a new password says nothing of who has an account, nor does the work that it takes', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  const ask = async (email: string) => {
    let answer = {};
    const commands = await users.commandsOf(async () => {
      answer = await anonymous(users)(REQUEST, { email });
    });
    return { answer, commands: commands.map((command) => command.split(' ')[0]) };
  };
  await ask('nobody@demo.test');
  expect(await ask('alice@demo.test')).toEqual(await ask('noone@demo.test'));
});

test('roles that an ADMIN sets count at once: every session of the user ends', async () => {
  await using users = await testUsers();
  const admin = await users.open({ email: 'admin@demo.test', roles: ['ADMIN'] });
  const alice = await users.open({ email: 'alice@demo.test' });
  const { refreshToken } = (await users.login('alice@demo.test')).data.login;
  const set = (userId: string, roles: string[]) =>
    users.as(callerOf(admin))(
      'mutation ($userId: ID!, $roles: [Role!]!) { setUserRoles(userId: $userId, roles: $roles) { id roles } }',
      { userId, roles },
    );
  expect((await set(alice.id, ['STAFF', 'VENDOR', 'STAFF'])).data.setUserRoles.roles).toEqual([
    'VENDOR',
    'STAFF',
  ]);
  expect(codeOf(await users.refresh(refreshToken))).toBe('UNAUTHENTICATED');
  expect(codeOf(await set(alice.id, []))).toBe('BAD_USER_INPUT');
  expect(codeOf(await set('x', ['ADMIN']))).toBe('BAD_USER_INPUT');
  expect(codeOf(await set(admin.id, ['CUSTOMER']))).toBe('CONFLICT');
  expect((await set(alice.id, ['ADMIN'])).errors).toBeUndefined();
  const both = await Promise.all([set(admin.id, ['STAFF']), set(alice.id, ['STAFF'])]);
  expect(both.map(codeOf)).toContain('CONFLICT');
  expect(await users.collections.users.countDocuments({ roles: 'ADMIN' })).toBeGreaterThanOrEqual(1);
});

unlessFerretdb(test, MATCHES_TOO_MUCH)(
  'users are found by the beginnings of words in name and e-mail, which are data',
  async () => {
    await using users = await testUsers();
    const staff = await users.open({ email: 'staff@shop.test', name: 'Sam', roles: ['STAFF'] });
    for (const [email, name] of [
      ['bob@demo.test', 'Bob Bergström'],
      ['carol@demo.test', 'Carol (Berg) 100%'],
      ['dora@demo.test', 'Dora'],
    ] as const) {
      await users.open({ email, name });
    }
    const search = async (text: string | null, page: object = {}) => {
      const { data, errors } = await users.as(callerOf(staff))(
        'query ($search: String, $first: Int, $after: String) { users(search: $search, first: $first, after: $after) { totalCount nodes { name email } pageInfo { hasNextPage endCursor } } }',
        { search: text, ...page },
      );
      expect(errors).toBeUndefined();
      return data.users;
    };
    const names = async (text: string | null) =>
      (await search(text)).nodes.map(({ name }: { name: string }) => name.split(' ')[0]);
    expect(await names(null)).toEqual(['Dora', 'Carol', 'Bob', 'Sam']);
    expect(await names('berg')).toEqual(['Carol', 'Bob']);
    expect(await names('BERGSTROM bo')).toEqual(['Bob']);
    expect(await names('dora@demo')).toEqual(['Dora']);
    expect(await names('ergstr')).toEqual([]);
    for (const pattern of ['.*', '%', '(', '$', '\\']) expect(await names(pattern)).toEqual([]);
    expect(await names('{"$gt":""}')).toEqual([]);
    const first = await search('demo', { first: 2 });
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const second = await search('demo', { first: 2, after: first.pageInfo.endCursor });
    expect(second.nodes.map(({ name }: { name: string }) => name)).toEqual(['Bob Bergström']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  },
);
