/**
 * The events of changed accounts: each is written with its change, and contains no secret, no name and no
 * address.
 */
import { expect, test } from 'vitest';
import { buildAddress, PASSWORD } from './support/builders.ts';
import { ANONYMOUS, callerOf, type TestUsers, testUsers } from './support/service.ts';

const ADD = 'mutation ($input: AddressInput!) { addAddress(input: $input) { id } }';
const UPDATE = 'mutation ($id: ID!, $input: AddressInput!) { updateAddress(id: $id, input: $input) { id } }';
const ROLES = 'mutation ($id: ID!, $roles: [Role!]!) { setUserRoles(userId: $id, roles: $roles) { id } }';

/** Returns the changes that the outbox of an account reports. */
async function changesOf({ collections }: TestUsers, id: string) {
  const { outbox = [] } = (await collections.users.findOne({ _id: id })) ?? {};
  return outbox.flatMap((event) => (event.type === 'holdfast.AccountChanged.v1' ? [event.data] : []));
}

test('a change of roles reports the actor, and the roles before and after', async () => {
  await using users = await testUsers();
  const admin = await users.open({ email: 'admin@demo.test', roles: ['ADMIN'] });
  const { id } = await users.open({ email: 'alice@demo.test' });
  const asAdmin = users.as(callerOf(admin));
  expect((await asAdmin(ROLES, { id, roles: ['STAFF'] })).errors).toBeUndefined();
  const change = 'ROLES_CHANGED';
  expect(await changesOf(users, id)).toEqual([
    { userId: id, actor: admin.id, change, before: { roles: ['CUSTOMER'] }, after: { roles: ['STAFF'] } },
  ]);
  // The last ADMIN keeps the role; both its removal and its return are reported.
  expect((await asAdmin(ROLES, { id: admin.id, roles: ['CUSTOMER'] })).errors).toHaveLength(1);
  expect(await changesOf(users, admin.id)).toMatchObject([
    { actor: admin.id, after: { roles: ['CUSTOMER'] } },
    { actor: 'users', after: { roles: ['ADMIN'] } },
  ]);
});

test('each of several concurrent changes reports the state that it found', async () => {
  await using users = await testUsers();
  const admin = await users.open({ email: 'admin@demo.test', roles: ['ADMIN'] });
  const { id } = await users.open({ email: 'alice@demo.test' });
  const sets = (['STAFF', 'VENDOR', 'CUSTOMER', 'STAFF', 'VENDOR', 'CUSTOMER'] as const).map((role) =>
    users.as(callerOf(admin))(ROLES, { id, roles: [role] }),
  );
  for (const { errors } of await Promise.all(sets)) expect(errors).toBeUndefined();
  const reported = await changesOf(users, id);
  expect(reported).toHaveLength(6);
  reported.forEach(({ before }, n) => {
    expect(before).toEqual(n === 0 ? { roles: ['CUSTOMER'] } : reported[n - 1]?.after);
  });
});

test('changes of profile, password and addresses report the names of fields, and no values', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const as = users.as(callerOf(alice));
  await as('mutation { updateProfile(input: { name: "Secret Alice" }) { id } }');
  const { data } = await as(ADD, { input: { label: 'Hideout', address: buildAddress() } });
  const { id } = data.addAddress;
  const moved = { label: 'Hideout', address: buildAddress({ city: 'Köln', postalCode: '50667' }) };
  await as(UPDATE, { id, input: moved });
  await as('mutation ($id: ID!) { removeAddress(id: $id) }', { id });
  const passwords = { old: PASSWORD, next: 'another horse battery' };
  const changed = await as(
    'mutation ($old: String!, $next: String!) { changePassword(currentPassword: $old, newPassword: $next) { user { id } } }',
    passwords,
  );
  expect(changed.errors).toBeUndefined();
  const reported = await changesOf(users, alice.id);
  const entry = { addressId: id, isDefault: true };
  expect(reported.map(({ change, before, after }) => [change, before, after])).toEqual([
    ['PROFILE_CHANGED', {}, { changed: ['name'] }],
    ['ADDRESS_ADDED', null, entry],
    ['ADDRESS_CHANGED', entry, { ...entry, changed: ['city', 'postalCode'] }],
    ['ADDRESS_REMOVED', entry, null],
    ['PASSWORD_CHANGED', {}, { changed: ['password'] }],
  ]);
  expect(new Set(reported.map(({ actor }) => actor))).toEqual(new Set([alice.id]));
  const text = JSON.stringify(reported);
  for (const secret of ['Secret', 'Hideout', 'Bonn', 'Köln', 'High St', PASSWORD, 'another horse', '$argon'])
    expect(text).not.toContain(secret);
});

test('a wrong password changes nothing, and reports nothing', async () => {
  await using users = await testUsers();
  const alice = await users.open({ email: 'alice@demo.test' });
  const wrong = { old: 'not the password', next: 'another horse battery' };
  const answer = await users.as(callerOf(alice))(
    'mutation ($old: String!, $next: String!) { changePassword(currentPassword: $old, newPassword: $next) { user { id } } }',
    wrong,
  );
  expect(answer.errors).toHaveLength(1);
  expect((await users.as(ANONYMOUS)('mutation { removeAddress(id: "x") }')).errors).toHaveLength(1);
  expect(await changesOf(users, alice.id)).toEqual([]);
});
