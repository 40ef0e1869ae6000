/** The events of an earlier version, written before there was a bus. */

import { newUuid } from '@holdfast/kit-base/ids';
import { readEvent, typeOf } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import type { UserDocument } from '../../src/database/collections.ts';
import { upgradeAccounts } from '../../src/upgrade/upgradeAccounts.ts';
import { relayEvents } from '../support/relayEvents.ts';
import { type TestUsers, testUsers } from '../support/service.ts';
import { crashAtUpdate } from './crashAtUpdate.ts';

const EMAIL = 'alice@demo.test';

/** Opens an account that has events of an earlier version. */
async function oldAccount(users: TestUsers) {
  const { id } = await users.open({ email: EMAIL, name: 'Alice' });
  const at = users.now();
  const old = (type: string, seconds: number) => ({
    id: newUuid(),
    type,
    at,
    data: { token: `token of ${type}`, expiresAt: new Date(at.getTime() + seconds * 1000) },
  });
  const current = old('EmailVerificationRequested', 60);
  const outbox = [old('PasswordResetRequested', 0), current] as unknown as UserDocument['outbox'];
  await users.collections.users.updateOne({ _id: id }, { $set: { outbox: outbox ?? [] } });
  return { id, current };
}

test('events of an earlier version are converted for the bus, unless they have expired', async () => {
  await using users = await testUsers();
  const { id, current } = await oldAccount(users);
  await upgradeAccounts({ ...users.collections, clock: users.now, log: users.log });
  await upgradeAccounts({ ...users.collections, clock: users.now, log: users.log });
  const [event, ...more] = await relayEvents(users);
  expect(more).toEqual([]);
  expect(readEvent(JSON.parse(JSON.stringify(event)))).toMatchObject({
    id: current.id,
    type: 'holdfast.EmailVerificationRequested.v1',
    time: current.at.toISOString(),
    data: { userId: id, email: EMAIL, name: 'Alice', token: current.data.token },
  });
  expect((await users.collections.users.findOne({ _id: id }))?.outbox).toEqual([]);
});

test.each([0, 1])(
  'a process that crashes at write %i of the conversion loses no event, and the next one continues',
  async (last) => {
    await using users = await testUsers();
    const { id, current } = await oldAccount(users);
    const options = { ...users.collections, clock: users.now, log: users.log };
    const dying = crashAtUpdate(options.users, last);
    await expect(upgradeAccounts({ ...options, users: dying })).rejects.toThrow('crashed');
    // The account changes in the meantime.
    await users.requestPasswordReset();
    await upgradeAccounts(options);
    const published = await relayEvents(users);
    expect([...new Set(published.map(typeOf))].toSorted()).toEqual([
      'EmailVerificationRequested',
      'PasswordResetRequested',
    ]);
    // An event may be published twice, with one id, and so counts once.
    expect(new Set(published.map((event) => event.id)).size).toBe(2);
    expect(published.map((event) => event.id)).toContain(current.id);
    expect((await users.collections.users.findOne({ _id: id }))?.outbox).toEqual([]);
  },
);
