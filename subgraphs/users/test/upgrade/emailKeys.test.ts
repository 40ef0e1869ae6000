/** Domains that can be written in two ways, and accounts that are older than their common form. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { formerEmailKey } from '../../src/accounts/domain/email.ts';
import { upgradeAccounts } from '../../src/upgrade/upgradeAccounts.ts';
import { ANONYMOUS, type TestUsers, testUsers } from '../support/service.ts';
import { crashAtUpdate } from './crashAtUpdate.ts';

const UNICODE = 'user@bücher.test';
const ASCII = 'user@xn--bcher-kva.test';

/** Opens accounts as an earlier version left them; the password of each contains its address. */
async function oldAccounts(users: TestUsers, emails: readonly string[]): Promise<string[]> {
  const ids: string[] = [];
  for (const [n, email] of emails.entries()) {
    const { id } = await users.open({ email: `${n}@demo.test`, password: `password of ${email}` });
    await users.collections.users.updateOne(
      { _id: id },
      { $set: { email, emailKey: formerEmailKey(email) }, $unset: { emailKeyVersion: '' } },
    );
    ids.push(id);
  }
  return ids;
}

const upgrade = (users: TestUsers) =>
  upgradeAccounts({ ...users.collections, clock: users.now, log: users.log });

const signedIn = async (users: TestUsers, email: string, owner = email) =>
  (await users.login(email, `password of ${owner}`)).data?.login?.user.id;

test('both spellings of a domain are one account; ß and ss are two', async () => {
  await using users = await testUsers();
  const { id } = await users.open({ email: UNICODE });
  expect((await users.login(ASCII)).data.login.user.id).toBe(id);
  await expect(users.open({ email: 'USER@XN--BCHER-KVA.TEST' })).rejects.toThrow('already has an account');
  const exists = await users.as(ANONYMOUS)('query ($email: String!) { accountExists(email: $email) }', {
    email: ASCII,
  });
  expect(exists.data).toEqual({ accountExists: true });
  for (const email of ['a@straße.test', 'a@strasse.test', 'straße@a.test', 'strasse@a.test']) {
    await users.open({ email });
  }
});

test('accounts of an earlier version are found by the present form of their addresses', async () => {
  await using users = await testUsers();
  const emails = [UNICODE, 'straße@a.test', 'Alice@Demo.Test', 'a@xn--a.test'];
  const ids = await oldAccounts(users, emails);
  await Promise.all([upgrade(users), upgrade(users), upgrade(users)]);
  for (const [n, email] of emails.entries()) expect(await signedIn(users, email)).toBe(ids[n]);
  expect(await signedIn(users, ASCII, UNICODE)).toBe(ids[0]);
  expect(await signedIn(users, 'strasse@a.test', 'straße@a.test')).toBeUndefined();
  await users.open({ email: 'strasse@a.test', password: 'password of strasse@a.test' });
  expect(await signedIn(users, 'straße@a.test')).toBe(ids[1]);
  expect(users.logged.join()).not.toContain('one e-mail address');
});

test('two accounts whose addresses became one can both sign in, and staff can list them', async () => {
  await using users = await testUsers();
  const [unicode, ascii] = await oldAccounts(users, [UNICODE, ASCII]);
  await Promise.all([upgrade(users), upgrade(users)]);
  await upgrade(users);
  expect(await signedIn(users, UNICODE)).toBe(unicode);
  expect(await signedIn(users, ASCII)).toBe(ascii);
  await expect(users.open({ email: UNICODE })).rejects.toThrow('already has an account');
  const shared = await users.collections.users.find({ sharesEmailWith: { $exists: true } }).toArray();
  expect(shared).toHaveLength(1);
  expect(users.logged.join('\n')).toContain('two accounts have one e-mail address');
  const command = join(import.meta.dirname, '../../src/upgrade/sharedEmails.ts');
  const env = { ...process.env, MONGODB_URL: users.databaseUrl };
  const { stdout } = await promisify(execFile)(process.execPath, [command], { env });
  const [first, second] =
    shared[0]?.email === UNICODE
      ? [`${unicode} ${UNICODE}`, `${ascii} ${ASCII}`]
      : [`${ascii} ${ASCII}`, `${unicode} ${UNICODE}`];
  expect(stdout).toBe(`${first} = ${second}\n`);

  // Staff gives one of them another address, so the next start has nothing to report.
  await users.collections.users.updateOne(
    { _id: shared[0]!.sharesEmailWith! },
    { $set: { email: 'new@demo.test', emailKey: 'new@demo.test' } },
  );
  await upgrade(users);
  expect(await users.collections.users.countDocuments({ sharesEmailWith: { $exists: true } })).toBe(0);
  expect(await signedIn(users, shared[0]!.email)).toBe(shared[0]!._id);
});

test('the next process continues where one has crashed', async () => {
  await using users = await testUsers();
  const emails = ['a@bücher.test', 'b@bücher.test', 'c@bücher.test', 'c@xn--bcher-kva.test'];
  const ids = await oldAccounts(users, emails);
  for (let last = 0; last < 5; last++) {
    const dying = crashAtUpdate(users.collections.users, last);
    await upgradeAccounts({ users: dying, clock: users.now, log: users.log }).catch(() => {});
  }
  await upgrade(users);
  for (const [n, email] of emails.entries()) expect(await signedIn(users, email)).toBe(ids[n]);
  expect(await users.collections.users.countDocuments({ sharesEmailWith: { $exists: true } })).toBe(1);
});
