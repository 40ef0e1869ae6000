import { expect, test } from 'vitest';
import { EXECUTOR } from './executors.ts';
import { runSeed } from './support.ts';

test('1,000 operations of the kind that the oracle gets wrong: the answers equal the truth', async () => {
  const run = { seed: 3, operations: 1_000, each: 60, oracle: null, executor: EXECUTOR, serve: null };
  const { report, operations, judgedByTruth, refused } = await runSeed(run);
  expect(report).toBe('');
  expect(operations).toBe(1_000);
  expect(judgedByTruth + refused).toBeGreaterThan(990);
  expect(refused).toBeLessThan(50);
});
