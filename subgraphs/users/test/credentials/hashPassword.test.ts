import { expect, test } from 'vitest';
import { passwordMatches } from '../../src/credentials/hashPassword.ts';
import { testUsers } from '../support/service.ts';

test('an unknown account costs the same work as a wrong password', async () => {
  await using users = await testUsers();
  expect((await users.register()).errors).toBeUndefined();
  const document = await users.collections.users.findOne({ emailKey: 'alice@demo.test' });
  const measure = async (passwordHash: string | undefined) => {
    const start = performance.now();
    expect(await passwordMatches(passwordHash, 'wrong horse battery staple')).toBe(false);
    return performance.now() - start;
  };
  expect(document?.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  let [known, unknown] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  // Takes the fastest of several alternating runs, because other load on the machine only ever adds time.
  for (let run = 0; run < 8; run++) {
    known = Math.min(known, await measure(document?.passwordHash));
    unknown = Math.min(unknown, await measure(undefined));
  }
  expect(unknown / known).toBeGreaterThan(0.5);
  expect(unknown / known).toBeLessThan(2);
});
