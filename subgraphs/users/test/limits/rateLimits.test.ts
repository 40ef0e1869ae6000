import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { expect, test } from 'vitest';
import { ADDRESS_LIMITS } from '../../src/limits/domain.ts';
import { PASSWORD } from '../support/builders.ts';
import { callerOf, codeOf, testUsers } from '../support/service.ts';

const LOGIN =
  'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { user { id } } }';
const EXISTS = 'query ($email: String!) { accountExists(email: $email) }';
const REQUEST = 'mutation ($email: String!) { requestPasswordReset(email: $email) }';
const REGISTER = 'mutation ($input: RegisterInput!) { register(input: $input) { user { id } } }';
const QUARTER = 15 * 60;

test('5 wrong passwords close an account to everyone for 15 minutes', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  for (const email of ['alice@demo.test', 'ALICE@demo.test', 'nobody@demo.test']) {
    if (email !== 'ALICE@demo.test') {
      for (let n = 0; n < 5; n++) expect(codeOf(await users.login(email, 'wrong'))).toBe('UNAUTHENTICATED');
    }
    users.pass(60);
    const { errors } = await users.login(email);
    expect(errors?.[0]?.extensions?.['code']).toBe('RATE_LIMITED');
    expect(errors?.[0]?.extensions?.['retryAfter']).toBe(email === 'ALICE@demo.test' ? 780 : 840);
  }
  await users.open({ email: 'bob@demo.test' });
  expect((await users.login('bob@demo.test')).errors).toBeUndefined();
  users.pass(QUARTER);
  expect((await users.login('alice@demo.test')).errors).toBeUndefined();
});

test('a right password clears the count of wrong ones', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  for (let round = 0; round < 3; round++) {
    for (let n = 0; n < 4; n++) await users.login('alice@demo.test', 'wrong');
    expect((await users.login('alice@demo.test')).errors).toBeUndefined();
  }
});

unlessFerretdb(test, NOT_ATOMIC)(
  'of 40 concurrent wrong guesses, 5 are answered; the right one after them is refused',
  async () => {
    await using users = await testUsers();
    await users.open({ email: 'alice@demo.test' });
    const guesses = Array.from({ length: 40 }, (_, n) => users.login('alice@demo.test', `wrong ${n}`));
    const codes = (await Promise.all(guesses)).map(codeOf);
    expect(codes.filter((code) => code === 'UNAUTHENTICATED')).toHaveLength(5);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(35);
    expect(codeOf(await users.login('alice@demo.test'))).toBe('RATE_LIMITED');
  },
);

test('wrong current passwords and wrong passwords at sign-in share one count', async () => {
  await using users = await testUsers();
  const alice = users.as(callerOf(await users.open({ email: 'alice@demo.test' })));
  const change = () =>
    alice(
      'mutation { changePassword(currentPassword: "wrong", newPassword: "another horse") { accessToken } }',
    );
  for (let n = 0; n < 5; n++) expect(codeOf(await change())).toBe('BAD_USER_INPUT');
  expect(codeOf(await change())).toBe('RATE_LIMITED');
  expect(codeOf(await users.login('alice@demo.test'))).toBe('RATE_LIMITED');
});

test('concurrent sign-ins with the right password are not limited, even from one address', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  const ask = users.from('192.0.2.1');
  const answers = await Promise.all(
    Array.from({ length: ADDRESS_LIMITS.login.points + 20 }, () =>
      ask(LOGIN, { email: 'alice@demo.test', password: PASSWORD }),
    ),
  );
  expect(answers.flatMap((answer) => codeOf(answer) ?? [])).toEqual([]);
});

test('wrong passwords for many accounts close the address that they come from, and no other', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  const login = (address: string, email: string, password: string) =>
    users.from(address)(LOGIN, { email, password });
  await users.collections.attempts.insertOne({
    key: 'login by address:192.0.2.1',
    points: ADDRESS_LIMITS.login.points - 1,
    expire: new Date(users.now().getTime() + 1000),
  });
  expect(codeOf(await login('192.0.2.1', 'nobody@demo.test', 'wrong'))).toBe('UNAUTHENTICATED');
  const refused = await login('192.0.2.1', 'alice@demo.test', PASSWORD);
  expect(refused.errors?.[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfter: 1 });
  expect((await login('192.0.2.2', 'alice@demo.test', PASSWORD)).errors).toBeUndefined();
  const fromOrders = users.from('192.0.2.1', { service: 'orders', user: null });
  expect((await fromOrders(LOGIN, { email: 'alice@demo.test', password: PASSWORD })).errors).toBeUndefined();
});

test.each([
  ['accountExists', ADDRESS_LIMITS.accountExists, EXISTS, { email: 'alice@demo.test' }],
  ['passwordReset', ADDRESS_LIMITS.passwordReset, REQUEST, { email: 'alice@demo.test' }],
  [
    'register',
    ADDRESS_LIMITS.register,
    REGISTER,
    { input: { email: 'alice@demo.test', password: PASSWORD, name: 'Alice' } },
  ],
])(
  '%s is limited by address, and an IPv6 subscriber counts as one address',
  async (name, limit, query, variables) => {
    await using users = await testUsers();
    await users.collections.attempts.insertOne({
      key: `${name} by address:2001:db8:0:1::/64`,
      points: limit.points - 1,
      expire: new Date(users.now().getTime() + 90_500),
    });
    expect((await users.from('2001:db8:0:1::1')(query, variables)).errors).toBeUndefined();
    const { errors } = await users.from('2001:db8:0:1:ffff::2')(query, variables);
    expect(errors?.[0]?.extensions).toEqual({ code: 'RATE_LIMITED', retryAfter: 91 });
    users.pass(91);
    expect(codeOf(await users.from('2001:db8:0:1::1')(query, variables))).not.toBe('RATE_LIMITED');
  },
);

test('an e-mail address may request 5 mails an hour, whether it has an account or not', async () => {
  await using users = await testUsers();
  await users.open({ email: 'alice@demo.test' });
  for (const email of ['alice@demo.test', 'nobody@demo.test']) {
    for (let n = 0; n < 5; n++) {
      expect((await users.from(`192.0.2.${n}`)(REQUEST, { email })).errors).toBeUndefined();
    }
    expect(codeOf(await users.from('192.0.2.9')(REQUEST, { email }))).toBe('RATE_LIMITED');
  }
});
