import { expect, test } from 'vitest';
import { unanswered } from './drive/unanswered.ts';

test('returns the actions that got no answer in time', async () => {
  const silence = new Promise<void>(() => {});
  const acting = new Map([
    ['told', Promise.resolve()],
    ['not told', silence],
  ]);
  expect(await unanswered(acting, 10)).toEqual(['not told']);
  expect(await unanswered(new Map([['told', Promise.resolve()]]), 60_000)).toEqual([]);
  const failing = new Map([['failed', Promise.reject(new Error('a mistake of the harness'))]]);
  await expect(unanswered(failing, 60_000)).rejects.toThrow('a mistake of the harness');
});
