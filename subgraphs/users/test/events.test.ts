/** The events of accounts: in the write of what they tell, on the bus with their tokens, and then nowhere else. */
import { type Event, readEvent, typeOf } from '@holdfast/kit/events/event';
import { createMongoOutbox } from '@holdfast/kit/events/outboxMongo';
import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import type { UserDocument } from '../src/database/collections.ts';
import { upgradeAccounts } from '../src/upgrade/upgradeAccounts.ts';
import { ANONYMOUS, PASSWORD, type TestUsers, testUsers } from './fixtures.ts';

const EMAIL = 'alice@demo.test';

const register = (users: TestUsers, email = EMAIL) =>
  users.as(ANONYMOUS)('mutation ($input: RegisterInput!) { register(input: $input) { user { id } } }', {
    input: { email, password: PASSWORD, name: 'Alice' },
  });
const requestReset = (users: TestUsers, email = EMAIL) =>
  users.as(ANONYMOUS)('mutation ($email: String!) { requestPasswordReset(email: $email) }', { email });

const waiting = async (users: TestUsers) =>
  (await users.collections.users.findOne({ emailKey: EMAIL }))?.outbox ?? [];
const kinds = (events: readonly Event[]) => events.map(typeOf);

/** What the process of this service publishes. */
async function relay(users: TestUsers): Promise<Event[]> {
  const { users: accounts } = users.collections;
  const published: Event[] = [];
  const outbox = createMongoOutbox({
    collections: [accounts.db.collection('users')],
    leases: accounts.db.collection('leases'),
    holder: newUuid(),
    clock: users.now,
  });
  while (await outbox.relay(async (events) => void published.push(...events)));
  await outbox.end?.();
  return published;
}

test('who registers is told of, and asked to verify the e-mail address', async () => {
  await using users = await testUsers();
  const { data } = await register(users);
  const events = await waiting(users);
  expect(kinds(events)).toEqual(['UserRegistered', 'EmailVerificationRequested']);
  for (const event of events) expect(readEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
  const account = { userId: data.register.user.id, email: EMAIL, name: 'Alice' };
  expect(events.map((event) => event.data)).toEqual([
    { ...account, roles: ['CUSTOMER'] },
    { ...account, token: expect.stringMatching(/^[\w-]{64}$/), expiresAt: '2026-11-27T12:00:00.000Z' },
  ]);
});

test('an account that the shop opens is told of, and nobody is asked', async () => {
  await using users = await testUsers();
  await users.open({ email: EMAIL });
  expect(kinds(await waiting(users))).toEqual(['UserRegistered']);
});

test('an account that is refused is not told of', async () => {
  await using users = await testUsers();
  await register(users);
  const before = await waiting(users);
  expect((await register(users)).errors).toHaveLength(1);
  expect(await waiting(users)).toEqual(before);
  expect(await users.collections.users.countDocuments()).toBe(1);
});

test('a mailed token stands in clear until it is published, and works then', async () => {
  await using users = await testUsers();
  await users.open({ email: EMAIL });
  await relay(users);
  await requestReset(users);
  const [event, ...more] = await relay(users);
  expect(more).toEqual([]);
  if (event?.type !== 'holdfast.PasswordResetRequested.v1') throw new Error(event?.type);
  const { token } = event.data;
  expect(event.data).toMatchObject({ email: EMAIL, expiresAt: '2026-11-20T13:00:00.000Z' });
  const everything = await users.collections.users.find().toArray();
  expect(JSON.stringify(everything)).not.toContain(token);
  expect(everything[0]?.outbox).toEqual([]);
  const { errors } = await users.as(ANONYMOUS)(
    'mutation ($token: String!, $password: String!) { resetPassword(token: $token, newPassword: $password) { user { id } } }',
    { token, password: 'another horse entirely' },
  );
  expect(errors).toBeUndefined();
});

test('without an account there is nothing to tell', async () => {
  await using users = await testUsers();
  await requestReset(users, 'nobody@demo.test');
  expect(await relay(users)).toEqual([]);
});

/** An account with events as an earlier version wrote them. */
async function oldAccount(users: TestUsers) {
  const { id } = await users.open({ email: EMAIL, name: 'Alice' });
  const at = users.now();
  const old = (type: string, seconds: number) => ({
    id: newUuid(),
    type,
    at,
    data: { token: `token of ${type}`, expiresAt: new Date(at.getTime() + seconds * 1000) },
  });
  const good = old('EmailVerificationRequested', 60);
  const outbox = [old('PasswordResetRequested', 0), good] as unknown as UserDocument['outbox'];
  await users.collections.users.updateOne({ _id: id }, { $set: { outbox: outbox ?? [] } });
  return { id, good };
}

test('events of an earlier version become ones for the bus, unless their time is over', async () => {
  await using users = await testUsers();
  const { id, good } = await oldAccount(users);
  await upgradeAccounts({ ...users.collections, clock: users.now, log: users.log });
  await upgradeAccounts({ ...users.collections, clock: users.now, log: users.log });
  const [event, ...more] = await relay(users);
  expect(more).toEqual([]);
  expect(readEvent(JSON.parse(JSON.stringify(event)))).toMatchObject({
    id: good.id,
    type: 'holdfast.EmailVerificationRequested.v1',
    time: good.at.toISOString(),
    data: { userId: id, email: EMAIL, name: 'Alice', token: good.data.token },
  });
  expect((await users.collections.users.findOne({ _id: id }))?.outbox).toEqual([]);
});

test.each([0, 1])(
  'a process that dies at write %i of that loses none, and the next one goes on',
  async (last) => {
    await using users = await testUsers();
    const { id, good } = await oldAccount(users);
    const options = { ...users.collections, clock: users.now, log: users.log };
    let writes = 0;
    const dying = new Proxy(options.users, {
      get(target, name) {
        if (name !== 'updateOne') return Reflect.get(target, name);
        return (...args: Parameters<typeof target.updateOne>) => {
          if (writes++ === last) throw new Error('dead');
          return target.updateOne(...args);
        };
      },
    });
    await expect(upgradeAccounts({ ...options, users: dying })).rejects.toThrow('dead');
    // Something else happens to the account meanwhile.
    await requestReset(users);
    await upgradeAccounts(options);
    const published = await relay(users);
    expect([...new Set(kinds(published))].toSorted()).toEqual([
      'EmailVerificationRequested',
      'PasswordResetRequested',
    ]);
    // Twice at most, with one id: it counts once.
    expect(new Set(published.map((event) => event.id)).size).toBe(2);
    expect(published.map((event) => event.id)).toContain(good.id);
    expect((await users.collections.users.findOne({ _id: id }))?.outbox).toEqual([]);
  },
);
