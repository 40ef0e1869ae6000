import { expect, test } from 'vitest';
import { EXECUTOR, ORACLE } from './executors.ts';
import { runSeed } from './support.ts';

test('5,000 more random operations are answered as by the oracle', async () => {
  expect(await runSeed({ seed: 2, operations: 5_000, oracle: ORACLE, executor: EXECUTOR })).toBe('');
});
