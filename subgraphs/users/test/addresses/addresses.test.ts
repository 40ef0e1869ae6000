import { NOT_ATOMIC, unlessFerretdb } from '@holdfast/dev/testing/ferretdb';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { accountChanged } from '../../src/accounts/domain/accountChanged.ts';
import { addressChange } from '../../src/addresses/domain/addressChange.ts';
import { saveAddressBook } from '../../src/addresses/queries.ts';
import { buildAddress, buildEntry } from '../support/builders.ts';
import { callerOf, codeOf, testUsers } from '../support/service.ts';

const HOME = buildAddress();
const ENTRY = 'id label isDefault address { recipient line1 line2 city region postalCode country }';
const ADD = `mutation ($input: AddressInput!) { addAddress(input: $input) { ${ENTRY} } }`;
const UPDATE = `mutation ($id: ID!, $input: AddressInput!) { updateAddress(id: $id, input: $input) { ${ENTRY} } }`;
const REMOVE = 'mutation ($id: ID!) { removeAddress(id: $id) }';

async function withAlice() {
  const users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const ask = users.as(callerOf(alice));
  const book = async (): Promise<{ id: string; isDefault: boolean }[]> =>
    (await ask('{ me { addresses { id isDefault } } }')).data.me.addresses;
  return {
    ...users,
    alice,
    ask,
    book,
    add: (input: object = {}) => ask(ADD, { input: { address: HOME, ...input } }),
    update: (id: string, input: object = {}) => ask(UPDATE, { id, input: { address: HOME, ...input } }),
    remove: (id: string) => ask(REMOVE, { id }),
  };
}

async function expectOneDefault({ book }: { book: () => Promise<{ id: string; isDefault: boolean }[]> }) {
  const addresses = await book();
  expect(addresses.filter(({ isDefault }) => isDefault)).toHaveLength(addresses.length > 0 ? 1 : 0);
  expect(new Set(addresses.map(({ id }) => id))).toHaveLength(addresses.length);
}

test('addresses can be added, changed and removed, and one is always the default', async () => {
  await using users = await withAlice();
  const home = (await users.add({ label: ' Home ', isDefault: false })).data.addAddress;
  expect(home).toMatchObject({ label: 'Home', isDefault: true, address: { ...HOME, line2: null } });
  const work = (await users.add({ label: 'Work', isDefault: true })).data.addAddress;
  expect(work.isDefault).toBe(true);
  expect(await users.book()).toMatchObject([{ isDefault: false }, { isDefault: true }]);
  const moved = await users.update(home.id, { address: buildAddress({ city: 'Köln' }), isDefault: true });
  expect(moved.data.updateAddress).toMatchObject({
    label: 'Home',
    isDefault: true,
    address: { city: 'Köln' },
  });
  expect((await users.update(work.id, { label: null })).data.updateAddress).toMatchObject({ label: null });
  expect(await users.remove(home.id)).toEqual({ data: { removeAddress: true } });
  expect(await users.book()).toEqual([{ id: work.id, isDefault: true }]);
  expect(codeOf(await users.remove(home.id))).toBe('NOT_FOUND');
  await users.remove(work.id);
  expect(await users.book()).toEqual([]);
});

test("another user's address is not found", async () => {
  await using users = await withAlice();
  const { id } = (await users.add()).data.addAddress;
  const bob = users.as(callerOf(await users.open({ email: 'bob@demo.test' })));
  expect(codeOf(await bob(REMOVE, { id }))).toBe('NOT_FOUND');
  expect(codeOf(await bob(UPDATE, { id, input: { address: HOME } }))).toBe('NOT_FOUND');
  expect(codeOf(await bob(REMOVE, { id: newUuid() }))).toBe('NOT_FOUND');
  expect(await users.book()).toHaveLength(1);
});

test('all problems of an address are reported at once', async () => {
  await using users = await withAlice();
  const wrong = {
    label: 'x'.repeat(51),
    address: buildAddress({ city: ' ', country: 'de', line1: 'a\0', line2: 'x'.repeat(1_000_000 / 2) }),
  };
  const { errors } = await users.update('x', wrong);
  expect(errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT');
  const paths = errors?.[0]?.extensions?.['problems'].map(({ path }: { path: string[] }) => path.join('.'));
  expect(paths.sort()).toEqual([
    'id',
    'input.address.city',
    'input.address.country',
    'input.address.line1',
    'input.address.line2',
    'input.label',
  ]);
});

test('text that looks like a query operator, or a path, is stored unchanged', async () => {
  await using users = await withAlice();
  const text = ['$addresses', '{"$gt":""}', '__proto__', '$$ROOT'];
  for (const label of text) {
    const { data } = await users.add({ label, address: buildAddress({ line1: label }) });
    expect(data.addAddress).toMatchObject({ label, address: { line1: label } });
  }
  expect(await users.book()).toHaveLength(text.length);
});

unlessFerretdb(test, NOT_ATOMIC)(
  'of 30 concurrent additions, 20 succeed, and one address is the default',
  async () => {
    await using users = await withAlice();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, n) => users.add({ isDefault: n % 3 === 0 })),
    );
    expect(answers.filter(({ data }) => data.addAddress)).toHaveLength(20);
    expect(answers.flatMap((answer) => codeOf(answer) ?? [])).toEqual(Array(10).fill('CONFLICT'));
    expect(await users.book()).toHaveLength(20);
    await expectOneDefault(users);
  },
);

unlessFerretdb(test, NOT_ATOMIC)(
  'after any concurrent changes of a book, one of its addresses is the default',
  async () => {
    await using users = await withAlice();
    const ids: string[] = [];
    for (let n = 0; n < 6; n++) ids.push((await users.add()).data.addAddress.id);
    await Promise.all([
      ...ids.slice(0, 4).map((id) => users.remove(id)),
      ...ids.map((id) => users.update(id, { isDefault: true })),
      ...ids.slice(0, 3).map(() => users.add({ isDefault: true })),
    ]);
    expect(await users.book()).toHaveLength(5);
    await expectOneDefault(users);
    await Promise.all((await users.book()).map(({ id }) => users.remove(id)));
    expect(await users.book()).toEqual([]);
  },
);

unlessFerretdb(test, NOT_ATOMIC)(
  'the guard prevents lost updates; without it, concurrent changes are lost',
  async () => {
    await using users = await withAlice();
    const { users: collection } = users.collections;
    const writes = async (guarded: boolean) => {
      await collection.updateOne({}, { $set: { addresses: [], addressBookVersion: 0 } });
      const results = await Promise.all(
        Array.from({ length: 16 }, async (_, n) => {
          const entry = buildEntry({ id: `${n}` });
          const book = { addresses: [entry], defaultAddressId: entry.id };
          const now = users.now();
          const { id } = users.alice;
          const told = addressChange({ addresses: [], defaultAddressId: null }, book, entry.id);
          const event = accountChanged(id, id, told, { now, newId: newUuid });
          if (guarded) return saveAddressBook(collection, id, book, { version: 0, now, event });
          const { modifiedCount } = await collection.updateOne({ _id: users.alice.id }, { $set: book });
          return modifiedCount === 1;
        }),
      );
      return results.filter(Boolean).length;
    };
    expect(await writes(false)).toBeGreaterThan(1);
    expect(await writes(true)).toBe(1);
  },
);

test('a book older than versions can be changed like any other', async () => {
  await using users = await withAlice();
  await users.collections.users.updateOne({}, { $unset: { addressBookVersion: '' } });
  await users.add();
  await users.add();
  expect(await users.book()).toHaveLength(2);
});

test('an address older than the checks of country and postal code stays in its book', async () => {
  await using users = await withAlice();
  await users.add();
  const old = { country: 'ZZ', postalCode: 'none' };
  const [country, postalCode] = ['addresses.0.address.country', 'addresses.0.address.postalCode'];
  await users.collections.users.updateOne(
    {},
    { $set: { [country]: old.country, [postalCode]: old.postalCode } },
  );
  const { data } = await users.ask(`{ me { addresses { ${ENTRY} } } }`);
  expect(data.me.addresses).toMatchObject([{ address: { ...HOME, ...old } }]);
});
