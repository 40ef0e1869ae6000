import type { Caller } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Role } from '@holdfast/kit-base/scopes';
import { expect, test } from 'vitest';
import { buildAddress, PASSWORD } from './support/builders.ts';
import { ANONYMOUS, testUsers } from './support/service.ts';

const CALLERS = ['anonymous', 'customer', 'other customer', 'vendor', 'staff', 'admin'] as const;
type Outcomes = readonly [string, string, string, string, string, string];

const ADDRESS = 'address: { recipient: "A", line1: "1", city: "Bonn", postalCode: "10115", country: "DE" }';
const SIGNED_IN: Outcomes = ['UNAUTHENTICATED', 'ok', 'ok', 'ok', 'ok', 'ok'];
const OWN: Outcomes = ['UNAUTHENTICATED', 'ok', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND', 'NOT_FOUND'];
const SELF_OR_STAFF: Outcomes = ['UNAUTHENTICATED', 'ok', 'FORBIDDEN', 'FORBIDDEN', 'ok', 'ok'];
const STAFF: Outcomes = ['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'ok', 'ok'];
const ADMIN: Outcomes = ['UNAUTHENTICATED', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'FORBIDDEN', 'ok'];
const all = (outcome: string): Outcomes => [outcome, outcome, outcome, outcome, outcome, outcome];

/** Every operation of the subgraph; `$id` is the customer, and `$address` is the customer's address. */
const OPERATIONS: readonly (readonly [string, Outcomes])[] = [
  ['query { me { id } }', all('ok')],
  ['query ($id: ID!) { user(id: $id) { email roles emailVerified addresses { id } } }', SELF_OR_STAFF],
  ['query { users { nodes { email } } }', STAFF],
  ['query { accountExists(email: "x@demo.test") }', all('ok')],
  [
    'mutation ($new: String!) { register(input: { email: $new, password: "a horse of mine", name: "N" }) { user { email } } }',
    all('ok'),
  ],
  [`mutation { login(email: "customer@demo.test", password: "${PASSWORD}") { user { email } } }`, all('ok')],
  ['mutation { refreshSession(refreshToken: "x") { accessToken } }', all('UNAUTHENTICATED')],
  ['mutation { logout(refreshToken: "x") }', all('ok')],
  ['mutation { updateProfile(input: { name: "N" }) { email } }', SIGNED_IN],
  [
    'mutation { changePassword(currentPassword: "wrong", newPassword: "a horse of mine") { accessToken } }',
    ['UNAUTHENTICATED', ...all('BAD_USER_INPUT').slice(1)] as unknown as Outcomes,
  ],
  ['mutation ($new: String!) { requestPasswordReset(email: $new) }', all('ok')],
  [
    'mutation { resetPassword(token: "x", newPassword: "a horse of mine") { accessToken } }',
    all('BAD_USER_INPUT'),
  ],
  ['mutation { verifyEmail(token: "x") { id } }', all('BAD_USER_INPUT')],
  [`mutation { addAddress(input: { ${ADDRESS} }) { id } }`, SIGNED_IN],
  [`mutation ($address: ID!) { updateAddress(id: $address, input: { ${ADDRESS} }) { id } }`, OWN],
  ['mutation ($address: ID!) { removeAddress(id: $address) }', OWN],
  ['mutation ($id: ID!) { setUserRoles(userId: $id, roles: [CUSTOMER]) { email } }', ADMIN],
];

test.each(OPERATIONS)('%s', async (operation, expected) => {
  await using users = await testUsers();
  const addressId = newUuid();
  const open = async (login: string, role: Role) => {
    const addresses = login === 'customer' ? [{ id: addressId, address: buildAddress() }] : [];
    const { id } = await users.open({ email: `${login}@demo.test`, roles: [role], addresses });
    return { service: 'gateway', user: { id, roles: [role] } };
  };
  const customer = await open('customer', 'CUSTOMER');
  const callers: Record<(typeof CALLERS)[number], Caller> = {
    anonymous: ANONYMOUS,
    customer,
    'other customer': await open('other', 'CUSTOMER'),
    vendor: await open('vendor', 'VENDOR'),
    staff: await open('staff', 'STAFF'),
    admin: await open('admin', 'ADMIN'),
  };
  const outcomes: string[] = [];
  for (const name of CALLERS) {
    const { errors } = await users.as(callers[name])(operation, {
      id: customer.user.id,
      address: addressId,
      new: `new-${outcomes.length}@demo.test`,
    });
    const codes = new Set(errors?.map(({ extensions }) => String(extensions?.['code'])) ?? ['ok']);
    outcomes.push([...codes].join());
  }
  expect(Object.fromEntries(CALLERS.map((name, n) => [name, outcomes[n]]))).toEqual(
    Object.fromEntries(CALLERS.map((name, n) => [name, expected[n]])),
  );
});

test('every operation of the schema is in the matrix', async () => {
  await using users = await testUsers();
  const { data } = await users.as(ANONYMOUS)(
    '{ __schema { queryType { fields { name } } mutationType { fields { name } } } }',
  );
  const { queryType, mutationType } = data.__schema;
  const names = [...queryType.fields, ...mutationType.fields].map(({ name }: { name: string }) => name);
  const covered = OPERATIONS.map(([operation]) => /\{ *(\w+)/.exec(operation)?.[1]);
  expect(names.filter((name) => !name.startsWith('_') && !covered.includes(name))).toEqual([]);
});
