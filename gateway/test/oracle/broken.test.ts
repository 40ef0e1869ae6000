import { expect, test } from 'vitest';
import { broken, DEFECTS } from './broken.ts';
import { ORACLE } from './executors.ts';
import { runOracle } from './run.ts';
import { runSeed } from './support.ts';

test.each(Object.keys(DEFECTS))('it is found within 600 operations that %s', async (name) => {
  const executor = broken(ORACLE, DEFECTS[name]!);
  const options = { seed: 7, operations: 600, supergraphs: 4, oracle: ORACLE, executor, enough: 1 };
  const { found } = await runOracle(options);
  expect(found).toHaveLength(1);
});

test('what is found is made small', async () => {
  const executor = broken(ORACLE, DEFECTS['@skip is not heeded']!);
  const report = await runSeed({ seed: 7, operations: 600, oracle: ORACLE, executor });
  const query = /query: `([^`]*)`/.exec(report)?.[1] ?? '';
  expect(query).toContain('@skip(if: ');
  expect(query.length).toBeLessThan(200);
  expect(report).toContain('faults: {"subgraphs":{},"fields":{}}');
});

test('the oracle finds nothing in itself', async () => {
  const options = { seed: 7, operations: 300, supergraphs: 4, enough: 1 };
  const { found, operations, failed } = await runOracle({ ...options, oracle: ORACLE, executor: ORACLE });
  expect(found).toEqual([]);
  expect(operations).toBe(300);
  expect(failed).toBeGreaterThan(30);
});
