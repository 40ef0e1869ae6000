import { expect, test } from 'vitest';
import { EXECUTOR, ORACLE } from './executors.ts';
import { serveGateway } from './served/gateway.ts';
import { runSeed } from './support.ts';

test('5,000 random operations: the answers equal those of the oracle and the truth, and those over HTTP', {
  timeout: 600_000,
}, async () => {
  const run = { seed: 1, operations: 5_000, oracle: ORACLE, executor: EXECUTOR, serve: serveGateway };
  const { report, operations, judgedByTruth, refused, short } = await runSeed(run);
  expect(report).toBe('');
  expect(operations).toBe(5_000);
  expect(judgedByTruth).toBeGreaterThan(1_800);
  expect(refused).toBeLessThan(100);
  expect(short).toBeGreaterThan(450);
});
