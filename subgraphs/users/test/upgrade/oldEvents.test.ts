/** Events that an earlier version wrote, before there was a bus. */
import { readEvent, typeOf } from '@holdfast/kit/events/event';
import { newUuid } from '@holdfast/kit/ids';
import { expect, test } from 'vitest';
import type { UserDocument } from '../../src/database/collections.ts';
import { upgradeAccounts } from '../../src/upgrade/upgradeAccounts.ts';
import { relayEvents } from '../support/relayEvents.ts';
import { type TestUsers, testUsers } from '../support/service.ts';
import { crashAtUpdate } from './crashAtUpdate.ts';

const EMAIL = 'alice@demo.test';

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
  const [event, ...more] = await relayEvents(users);
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
    const dying = crashAtUpdate(options.users, last);
    await expect(upgradeAccounts({ ...options, users: dying })).rejects.toThrow('dead');
    // Something else happens to the account meanwhile.
    await users.requestPasswordReset();
    await upgradeAccounts(options);
    const published = await relayEvents(users);
    expect([...new Set(published.map(typeOf))].toSorted()).toEqual([
      'EmailVerificationRequested',
      'PasswordResetRequested',
    ]);
    // Twice at most, with one id: it counts once.
    expect(new Set(published.map((event) => event.id)).size).toBe(2);
    expect(published.map((event) => event.id)).toContain(good.id);
    expect((await users.collections.users.findOne({ _id: id }))?.outbox).toEqual([]);
  },
);
