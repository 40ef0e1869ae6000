/** Sessions through the gateway. Ending a session ends its access tokens too. */

import { setTimeout as delay } from 'node:timers/promises';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { PASSWORD } from '../shop.ts';
import { shop } from './shop.ts';

const REGISTER = `mutation ($email: String!) {
  register(input: { email: $email, password: "${PASSWORD}", name: "New Customer" }) {
    accessToken refreshToken user { id email emailVerified }
  }
}`;

/** Waits until the token is refused. If it never is, the test's timeout fails it. */
async function untilRefused(token: string): Promise<void> {
  while ((await shop.query('{ me { id } }', {}, token)).status !== 401) await delay(100);
}

test('registering signs the user in; the same e-mail again is CONFLICT', async () => {
  const email = `${newUuid()}@test.test`;
  const { data } = await shop.query(REGISTER, { email });
  expect(data.register.user).toEqual({ id: expect.any(String), email, emailVerified: false });
  const me = await shop.query('{ me { id } }', {}, data.register.accessToken);
  expect(me.data.me.id).toBe(data.register.user.id);
  const again = await shop.query(REGISTER, { email: email.toUpperCase() });
  expect(again.errors?.[0]?.extensions?.['code']).toBe('CONFLICT');
});

test('changing the password ends the other sessions, and their access tokens too', async () => {
  const email = `${newUuid()}@test.test`;
  const { data } = await shop.query(REGISTER, { email });
  const first = data.register;
  const second = await shop.login(email);
  const changed = await second.query(
    `mutation { changePassword(currentPassword: "${PASSWORD}", newPassword: "another horse battery") { accessToken } }`,
  );
  expect(changed.errors).toBeUndefined();
  await untilRefused(first.accessToken);
  const refreshed = await shop.query(
    'mutation ($t: String!) { refreshSession(refreshToken: $t) { accessToken } }',
    { t: first.refreshToken },
  );
  expect(refreshed.errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED');
  const kept = await shop.query('{ me { id } }', {}, changed.data.changePassword.accessToken);
  expect(kept.data.me.id).toBe(first.user.id);
});

test("changing a user's roles ends their sessions", async () => {
  const customer = await shop.customer();
  const admin = await shop.login('admin@demo.test', 'holdfast-demo');
  const { errors } = await admin.query(
    `mutation { setUserRoles(userId: "${customer.userId}", roles: [CUSTOMER, VENDOR]) { roles } }`,
  );
  expect(errors).toBeUndefined();
  await untilRefused(customer.token);
});

test('wrong passwords are limited for each account', async () => {
  const email = `${newUuid()}@test.test`;
  await shop.query(REGISTER, { email });
  const wrong = `mutation { login(email: "${email}", password: "wrong horse battery") { accessToken } }`;
  const codes: unknown[] = [];
  for (let attempt = 0; attempt < 7; attempt++) {
    const { errors } = await shop.query(wrong);
    codes.push(errors?.[0]?.extensions?.['code']);
  }
  expect(codes.slice(0, 5)).toEqual(Array(5).fill('UNAUTHENTICATED'));
  expect(codes.at(-1)).toBe('RATE_LIMITED');
});
