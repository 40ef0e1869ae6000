import { expect, test } from 'vitest';
import { callerOf, codeOf, testUsers } from '../support/service.ts';

test('new roles take effect at once: every session of the user ends', async () => {
  await using users = await testUsers();
  const admin = await users.open({ email: 'admin@demo.test', roles: ['ADMIN'] });
  const alice = await users.open({ email: 'alice@demo.test' });
  const { refreshToken } = (await users.login('alice@demo.test')).data.login;
  const set = (userId: string, roles: string[]) =>
    users.as(callerOf(admin))(
      'mutation ($userId: ID!, $roles: [Role!]!) { setUserRoles(userId: $userId, roles: $roles) { id roles } }',
      { userId, roles },
    );
  expect((await set(alice.id, ['STAFF', 'VENDOR', 'STAFF'])).data.setUserRoles.roles).toEqual([
    'VENDOR',
    'STAFF',
  ]);
  expect(codeOf(await users.refresh(refreshToken))).toBe('UNAUTHENTICATED');
  expect(codeOf(await set(alice.id, []))).toBe('BAD_USER_INPUT');
  expect(codeOf(await set('x', ['ADMIN']))).toBe('BAD_USER_INPUT');
  expect(codeOf(await set(admin.id, ['CUSTOMER']))).toBe('CONFLICT');
  expect((await set(alice.id, ['ADMIN'])).errors).toBeUndefined();
  const both = await Promise.all([set(admin.id, ['STAFF']), set(alice.id, ['STAFF'])]);
  expect(both.map(codeOf)).toContain('CONFLICT');
  expect(await users.collections.users.countDocuments({ roles: 'ADMIN' })).toBeGreaterThanOrEqual(1);
});
