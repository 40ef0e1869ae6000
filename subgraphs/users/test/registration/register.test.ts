import { PULLS_NOTHING, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { expect, test } from 'vitest';
import { ANONYMOUS, codeOf, testUsers } from '../support/service.ts';

const VERIFY = 'mutation ($token: String!) { verifyEmail(token: $token) { id email emailVerified } }';

unlessFerretdb(test, PULLS_NOTHING)(
  'who registers is a customer, signed in, with an address to verify',
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

test('of 16 who register with one e-mail at once one does, and the others are told CONFLICT', async () => {
  await using users = await testUsers();
  const answers = await Promise.all(Array.from({ length: 16 }, () => users.register()));
  expect(answers.filter(({ data }) => data.register)).toHaveLength(1);
  const codes = answers.map(codeOf).filter((code) => code !== undefined);
  expect(codes).toEqual(Array(15).fill('CONFLICT'));
});

test('everything that is wrong with a registration is told at once; a common password is', async () => {
  await using users = await testUsers();
  const { errors } = await users.register({ email: 'alice', password: 'PassWord1', name: '\0' });
  expect(errors?.[0]?.extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    problems: [{ path: ['input', 'email'] }, { path: ['input', 'password'] }, { path: ['input', 'name'] }],
  });
});

test('accountExists says whether an e-mail has an account, in any spelling of it', async () => {
  await using users = await testUsers();
  await users.register();
  const exists = (email: string) =>
    users.as(ANONYMOUS)('query ($email: String!) { accountExists(email: $email) }', { email });
  expect((await exists('ALICE@demo.test')).data).toEqual({ accountExists: true });
  expect((await exists('bob@demo.test')).data).toEqual({ accountExists: false });
  expect(codeOf(await exists('bob'))).toBe('BAD_USER_INPUT');
});
