import { PULLS_NOTHING, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { expect, test } from 'vitest';
import { ANONYMOUS, codeOf, testUsers } from '../support/service.ts';

const VERIFY = 'mutation ($token: String!) { verifyEmail(token: $token) { id email emailVerified } }';

unlessFerretdb(test, PULLS_NOTHING)(
  'registering opens a customer account, signs in, and asks to verify the e-mail address',
  async () => {
    await using users = await testUsers();
    const { data, errors } = await users.register({ email: ' Alice@Demo.Test ' });
    expect(errors).toBeUndefined();
    expect(data.register.user).toMatchObject({
      email: 'Alice@Demo.Test',
      name: 'Alice',
      roles: ['CUSTOMER'],
      emailVerified: false,
      addresses: [],
    });
    expect((await users.refresh(data.register.refreshToken)).errors).toBeUndefined();
    const [mail] = await users.mailedTokens();
    expect(mail?.type).toBe('EmailVerificationRequested');
    const verified = await users.as(ANONYMOUS)(VERIFY, { token: mail?.token });
    expect(verified.data.verifyEmail).toMatchObject({ email: 'Alice@Demo.Test', emailVerified: true });
    expect(codeOf(await users.as(ANONYMOUS)(VERIFY, { token: mail?.token }))).toBe('BAD_USER_INPUT');
    expect(await users.mailedTokens()).toEqual([]);
  },
);

test('of 16 concurrent registrations with one e-mail address, one succeeds and the others get CONFLICT', async () => {
  await using users = await testUsers();
  const answers = await Promise.all(Array.from({ length: 16 }, () => users.register()));
  expect(answers.filter(({ data }) => data.register)).toHaveLength(1);
  const codes = answers.map(codeOf).filter((code) => code !== undefined);
  expect(codes).toEqual(Array(15).fill('CONFLICT'));
});

test('all problems of a registration are reported at once, a common password among them', async () => {
  await using users = await testUsers();
  const { errors } = await users.register({ email: 'alice', password: 'PassWord1', name: '\0' });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: ['input', 'email'] }, { path: ['input', 'password'] }, { path: ['input', 'name'] }],
  });
});

test('accountExists finds an e-mail address in any spelling', async () => {
  await using users = await testUsers();
  await users.register();
  const exists = (email: string) =>
    users.as(ANONYMOUS)('query ($email: String!) { accountExists(email: $email) }', { email });
  expect((await exists('ALICE@demo.test')).data).toEqual({ accountExists: true });
  expect((await exists('bob@demo.test')).data).toEqual({ accountExists: false });
  expect(codeOf(await exists('bob'))).toBe('BAD_USER_INPUT');
});
