import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withTimeout } from '../src/withTimeout.ts';

test('work that is done in time is never told that it is late', async () => {
  let late = 0;
  const done = withTimeout(Promise.resolve('done'), 1, () => {
    late++;
    return new Error('late');
  });
  expect(await done).toBe('done');
  await delay(20);
  expect(late).toBe(0);
});

test('work that fails fails as it did', async () => {
  await expect(
    withTimeout(Promise.reject(new Error('broken')), 1_000, () => new Error('late')),
  ).rejects.toThrow('broken');
});

test('work that is not done in time is given up', async () => {
  await expect(withTimeout(new Promise(() => {}), 1, () => new Error('late'))).rejects.toThrow('late');
});
