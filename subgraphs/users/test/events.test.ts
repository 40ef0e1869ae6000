/**
 * The events of accounts: written with the change, published with their tokens, and then gone from the
 * database.
 */
import { type Event, readEvent, typeOf } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import { relayEvents } from './support/relayEvents.ts';
import { ANONYMOUS, type TestUsers, testUsers } from './support/service.ts';

const EMAIL = 'alice@demo.test';

const waiting = async (users: TestUsers) =>
  (await users.collections.users.findOne({ emailKey: EMAIL }))?.outbox ?? [];
const kinds = (events: readonly Event[]) => events.map(typeOf);

test('a registration is announced, with a request to verify the e-mail address', async () => {
  await using users = await testUsers();
  const { data } = await users.register();
  const events = await waiting(users);
  expect(kinds(events)).toEqual(['UserRegistered', 'EmailVerificationRequested']);
  for (const event of events) expect(readEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
  const account = { userId: data.register.user.id, email: EMAIL, name: 'Alice' };
  expect(events.map((event) => event.data)).toEqual([
    { ...account, roles: ['CUSTOMER'] },
    { ...account, token: expect.stringMatching(/^[\w-]{64}$/), expiresAt: '2096-11-27T12:00:00.000Z' },
  ]);
});

test('an account that the shop opens is announced, without a request to verify it', async () => {
  await using users = await testUsers();
  await users.open({ email: EMAIL });
  expect(kinds(await waiting(users))).toEqual(['UserRegistered']);
});

test('a refused account is not announced', async () => {
  await using users = await testUsers();
  await users.register();
  const before = await waiting(users);
  expect((await users.register()).errors).toHaveLength(1);
  expect(await waiting(users)).toEqual(before);
  expect(await users.collections.users.countDocuments()).toBe(1);
});

test('a mailed token is stored in clear text until it is published, and works afterwards', async () => {
  await using users = await testUsers();
  await users.open({ email: EMAIL });
  await relayEvents(users);
  await users.requestPasswordReset();
  const [event, ...more] = await relayEvents(users);
  expect(more).toEqual([]);
  if (event?.type !== 'holdfast.PasswordResetRequested.v1') throw new Error(event?.type);
  const { token } = event.data;
  expect(event.data).toMatchObject({ email: EMAIL, expiresAt: '2096-11-20T13:00:00.000Z' });
  const everything = await users.collections.users.find().toArray();
  expect(JSON.stringify(everything)).not.toContain(token);
  expect(everything[0]?.outbox).toEqual([]);
  const { errors } = await users.as(ANONYMOUS)(
    'mutation ($token: String!, $password: String!) { resetPassword(token: $token, newPassword: $password) { user { id } } }',
    { token, password: 'another horse entirely' },
  );
  expect(errors).toBeUndefined();
});

test('a request for an unknown account publishes nothing', async () => {
  await using users = await testUsers();
  await users.requestPasswordReset('nobody@demo.test');
  expect(await relayEvents(users)).toEqual([]);
});
