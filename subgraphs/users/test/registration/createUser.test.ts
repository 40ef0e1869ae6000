import { testMongo } from '@holdfast/dev/testing/mongo';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { collectionsOf } from '../../src/database/collections.ts';
import { createUser, type NewUser } from '../../src/registration/createUser.ts';
import { buildAccount, buildAddress } from '../support/builders.ts';
import { ensureTestIndexes } from '../support/indexes.ts';

const NOW = new Date('2026-11-20T12:00:00.000Z');

async function testAccounts() {
  const database = await testMongo();
  const collections = collectionsOf(database.mongo.db);
  await ensureTestIndexes(collections);
  const deps = { ...collections, clock: () => NOW, newId: newUuid };
  return {
    ...collections,
    create: (account: Partial<NewUser> = {}) => createUser(deps, buildAccount(account)),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

const CONFLICT = { extensions: { code: 'CONFLICT' } };

test('an account is stored as given, with an id and the time', async () => {
  await using accounts = await testAccounts();
  const id = newUuid();
  const user = await accounts.create({
    id,
    email: ' Alice@Demo.Test ',
    roles: ['STAFF', 'CUSTOMER', 'STAFF'],
  });
  expect(user).toEqual({
    id,
    email: 'Alice@Demo.Test',
    emailVerified: false,
    name: 'Alice',
    roles: ['CUSTOMER', 'STAFF'],
    addresses: [],
    defaultAddressId: null,
    createdAt: NOW,
  });
  expect(await accounts.users.findOne({ _id: id })).toMatchObject({
    emailKey: 'alice@demo.test',
    createdAt: NOW,
  });
});

test('the marked address is the default, or the first when none is marked', async () => {
  await using accounts = await testAccounts();
  const book = [{ address: buildAddress() }, { address: buildAddress(), label: 'Work' }];
  const first = await accounts.create({ addresses: book });
  expect(first.defaultAddressId).toBe(first.addresses[0]?.id);
  const marked = book.map((entry, n) => ({ ...entry, isDefault: n === 1 }));
  const second = await accounts.create({ email: 'bob@demo.test', addresses: marked });
  expect(second.defaultAddressId).toBe(second.addresses[1]?.id);
});

test('of 16 concurrent accounts with one e-mail address in several spellings, exactly one is opened', async () => {
  await using accounts = await testAccounts();
  const spellings = ['alice@demo.test', 'ALICE@demo.test', ' Alice@Demo.Test', 'ａlice@demo.test'];
  const results = await Promise.allSettled(
    Array.from({ length: 16 }, (_, n) => accounts.create({ email: spellings[n % 4]! })),
  );
  const refused = results.filter((result) => result.status === 'rejected');
  expect(refused).toHaveLength(15);
  for (const { reason } of refused) expect(reason).toMatchObject(CONFLICT);
  expect(await accounts.users.countDocuments()).toBe(1);
});

test('a taken id is a conflict', async () => {
  await using accounts = await testAccounts();
  const { id } = await accounts.create();
  await expect(accounts.create({ id, email: 'bob@demo.test' })).rejects.toMatchObject(CONFLICT);
});

test('all problems are reported at once', async () => {
  await using accounts = await testAccounts();
  const wrong: Partial<NewUser> = {
    id: '1',
    email: 'alice',
    name: ' ',
    password: '1234567',
    roles: [],
    addresses: [
      { isDefault: true, address: buildAddress({ country: 'Germany' }) },
      { isDefault: true, address: buildAddress({ city: 'a\0' }) },
    ],
  };
  const error = await accounts.create(wrong).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  const { problems } = (error as { extensions: { problems: { path: unknown[] }[] } }).extensions;
  expect(problems.map(({ path }) => path.join('.')).sort()).toEqual([
    'addresses',
    'addresses.0.address.country',
    'addresses.1.address.city',
    'email',
    'id',
    'name',
    'password',
    'roles',
  ]);
});

test.each([
  ['1234567', false],
  ['12345678', false],
  ['PassWord1', false],
  ['horse-42', true],
  ['🐎'.repeat(7), false],
  ['🐎'.repeat(8), true],
  ['🐎'.repeat(128), true],
  ['a1'.repeat(65), false],
])('a password has 8 to 128 characters and is not a common one: %s', async (password, accepted) => {
  await using accounts = await testAccounts();
  const outcome = accounts.create({ password });
  await (accepted
    ? expect(outcome).resolves.toBeDefined()
    : expect(outcome).rejects.toMatchObject({ extensions: { problems: [{ path: ['password'] }] } }));
});
