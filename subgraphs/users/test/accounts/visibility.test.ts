import type { GraphQLAnswer } from '@holdfast/dev/testing/graphql';
import type { Caller } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import { expect, test } from 'vitest';
import { buildAddress, PASSWORD } from '../support/builders.ts';
import { ANONYMOUS, callerOf, testUsers } from '../support/service.ts';

const HOME = buildAddress({ city: 'Berlin', postalCode: '10115' });
const FIELDS =
  'id name createdAt email roles emailVerified addresses { label isDefault address { city line2 country } }';
const PRIVATE = ['email', 'roles', 'emailVerified', 'addresses'];
const ENTITIES = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { ${FIELDS} } } }`;

async function cast() {
  const users = await testUsers();
  const addresses = [
    { label: 'Home', address: HOME },
    { label: 'Work', address: { ...HOME, line2: 'Floor 4' }, isDefault: true },
  ];
  const alice = await users.open({ email: 'alice@demo.test', name: 'Alice', addresses });
  const bob = await users.open({ email: 'bob@demo.test', name: 'Bob' });
  const staff = await users.open({ email: 'staff@demo.test', name: 'Sam', roles: ['STAFF'] });
  return { ...users, alice, bob, staff };
}

const representation = ({ id }: { id: unknown }) => ({ __typename: 'User', id });

test('the user and STAFF see the whole account', async () => {
  await using users = await cast();
  const { alice, bob, staff } = users;
  const admin: Caller = { service: 'gateway', user: { id: newUuid(), roles: ['ADMIN'] } };
  for (const caller of [callerOf(alice), callerOf(staff), admin]) {
    const { data, errors } = await users.as(caller)(`query ($id: ID!) { user(id: $id) { ${FIELDS} } }`, {
      id: alice.id,
    });
    expect(errors).toBeUndefined();
    expect(data.user).toEqual({
      id: alice.id,
      name: 'Alice',
      createdAt: '2096-11-20T12:00:00.000Z',
      email: 'alice@demo.test',
      roles: ['CUSTOMER'],
      emailVerified: false,
      addresses: [
        { label: 'Home', isDefault: false, address: { city: 'Berlin', line2: null, country: 'DE' } },
        { label: 'Work', isDefault: true, address: { city: 'Berlin', line2: 'Floor 4', country: 'DE' } },
      ],
    });
    const entities = await users.as(caller)(ENTITIES, { representations: [representation(alice)] });
    expect(entities).toEqual({ data: { _entities: [data.user] } });
  }
  const me = await users.as(callerOf(bob))(`{ me { ${FIELDS} } }`);
  expect(me.data.me).toMatchObject({ id: bob.id, email: 'bob@demo.test', addresses: [] });
});

test('any other caller sees the name, and each private field is forbidden by itself', async () => {
  await using users = await cast();
  const { alice, bob } = users;
  const vendor: Caller = { service: 'gateway', user: { id: bob.id, roles: ['VENDOR'] } };
  for (const caller of [ANONYMOUS, callerOf(bob), vendor, { ...ANONYMOUS, service: 'orders' }]) {
    const { data, errors } = await users.as(caller)(ENTITIES, { representations: [representation(alice)] });
    expect(data._entities).toEqual([
      { id: alice.id, name: 'Alice', createdAt: '2096-11-20T12:00:00.000Z', ...nulls() },
    ]);
    expect(errors?.map(({ path, extensions }) => [path?.at(-1), extensions?.['code']])).toEqual(
      PRIVATE.map((field) => [field, 'FORBIDDEN']),
    );
  }
});

const nulls = () => Object.fromEntries(PRIVATE.map((field) => [field, null]));

test('user(id) is for the user and STAFF, and does not reveal to others which users exist', async () => {
  await using users = await cast();
  const { alice, bob, staff } = users;
  const ask = async (caller: Caller, id: string) => {
    const { data, errors } = await users.as(caller)('query ($id: ID!) { user(id: $id) { id } }', { id });
    return errors?.[0]?.extensions?.['code'] ?? data.user?.id ?? null;
  };
  expect(await ask(ANONYMOUS, alice.id)).toBe('UNAUTHENTICATED');
  expect(await ask(callerOf(bob), alice.id)).toBe('FORBIDDEN');
  expect(await ask(callerOf(bob), newUuid())).toBe('FORBIDDEN');
  expect(await ask(callerOf(bob), 'x')).toBe('BAD_USER_INPUT');
  expect(await ask(callerOf(bob), '{"$gt":""}')).toBe('BAD_USER_INPUT');
  expect(await ask(callerOf(staff), newUuid())).toBe(null);
  expect(await ask({ ...callerOf(alice), service: 'orders' }, alice.id)).toBe(alice.id);
  expect(await ask({ ...callerOf(alice), service: 'orders' }, bob.id)).toBe('FORBIDDEN');
});

test('me is null for an anonymous caller and for a deleted account', async () => {
  await using users = await cast();
  const gone: Caller = { service: 'gateway', user: { id: newUuid(), roles: [] } };
  for (const caller of [ANONYMOUS, gone]) {
    expect(await users.as(caller)('{ me { id } }')).toEqual({ data: { me: null } });
  }
});

test('a caller who has just signed in sees their own account', async () => {
  await using users = await cast();
  const { data, errors } = await users.as(ANONYMOUS)(
    `mutation ($password: String!) { login(email: "alice@demo.test", password: $password) { user { ${FIELDS} } } }`,
    { password: PASSWORD },
  );
  expect(errors).toBeUndefined();
  expect(data.login.user).toMatchObject({ email: 'alice@demo.test', roles: ['CUSTOMER'] });
});

test('one query resolves entities in order, and unknown ones as null', async () => {
  await using users = await cast();
  const { alice, bob, staff } = users;
  let answer: GraphQLAnswer = {};
  const commands = await users.commandsOf(async () => {
    answer = await users.as(ANONYMOUS)(
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on User { name } } }',
      {
        representations: [
          staff,
          { id: newUuid() },
          alice,
          { id: 'x' },
          bob,
          alice,
          { id: { $ne: null } },
        ].map(representation),
      },
    );
  });
  expect(commands).toEqual(['find users']);
  expect(answer.data._entities.map((user: { name: string } | null) => user?.name ?? null)).toEqual([
    'Sam',
    null,
    'Alice',
    null,
    'Bob',
    'Alice',
    null,
  ]);
});

test('without an identity, only health checks and public keys are answered', async () => {
  await using users = await testUsers();
  const post = (headers: Record<string, string>) =>
    fetch(`${users.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{"query":"{ me { id } }"}',
    });
  expect((await post({})).status).toBe(401);
  expect((await post({ 'x-holdfast-identity': 'a.b.c' })).status).toBe(401);
  expect((await fetch(`${users.url}/anything`)).status).toBe(401);
  expect((await fetch(`${users.url}/.well-known/jwks.json?x=1`)).status).toBe(200);
  expect((await fetch(`${users.url}/health/ready`)).status).toBe(200);
});
