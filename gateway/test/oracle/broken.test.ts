import { describe, expect, test } from 'vitest';
import { broken, brokenGateway, DEFECTS, ROAD_DEFECTS } from './broken.ts';
import { EXECUTOR, ORACLE } from './executors.ts';
import { createPlans } from './plans.ts';
import { composeNth, runOracle } from './run.ts';
import { serveGateway } from './served/gateway.ts';
import { runSeed } from './support.ts';

/** Returns a function that keeps what it has returned for the same arguments. */
function kept<Args extends readonly unknown[], Result>(make: (...args: Args) => Result) {
  const made = new Map<string, Result>();
  return (...args: Args): Result => {
    const key = JSON.stringify(args);
    const result = made.get(key) ?? make(...args);
    made.set(key, result);
    return result;
  };
}

/** Every defect is looked for in the same operations, which are composed and planned once. */
const RUN = {
  ...{ seed: 7, operations: 600, supergraphs: 4, enough: 1, serve: null },
  ...{ compose: kept(composeNth), plansOf: kept(createPlans) },
};

describe('within 600 operations the oracle finds that', () => {
  test.each(Object.keys(DEFECTS))('%s', async (name) => {
    const executor = broken(ORACLE, DEFECTS[name]!);
    const { found } = await runOracle({ ...RUN, oracle: ORACLE, executor });
    expect(found).toHaveLength(1);
  });
});

describe('within 600 operations the truth finds defects that the oracle has as well:', () => {
  const ofData = Object.keys(DEFECTS).filter((name) => !name.startsWith('an error'));
  test.each(ofData)('%s', async (name) => {
    const both = broken(ORACLE, DEFECTS[name]!);
    const { found } = await runOracle({ ...RUN, oracle: both, executor: both });
    expect(found.map(({ difference }) => difference)).toEqual(['truth']);
  });

  test('a missing error of an illegal null', async () => {
    const executor = broken(EXECUTOR, { result: ({ errors: _, ...result }) => result });
    const { found } = await runOracle({ ...RUN, oracle: null, executor });
    expect(found.map(({ difference }) => difference)).toEqual(['nulls']);
  });

  test('a wrong value when the oracle is not asked', async () => {
    const executor = broken(ORACLE, DEFECTS['a null does not propagate to the enclosing object']!);
    const { found } = await runOracle({ ...RUN, oracle: null, executor });
    expect(found.map(({ difference }) => difference)).toEqual(['truth']);
  });
});

describe('within 60 operations that are sent twice over HTTP it is found that', () => {
  test.each(Object.entries(ROAD_DEFECTS))('%s', async (_, { defect, difference }) => {
    const serve = brokenGateway(serveGateway, defect);
    const options = { ...RUN, operations: 120, supergraphs: 0, oracle: null, executor: EXECUTOR, serve };
    const { found } = await runOracle(options);
    expect(found.map((each) => each.difference)).toEqual([difference]);
  });
});

test('a difference is reduced', async () => {
  const executor = broken(ORACLE, DEFECTS['@skip is ignored']!);
  const { report } = await runSeed({ seed: 7, operations: 600, oracle: ORACLE, executor, serve: null });
  const { query, faults } = JSON.parse(report.slice(report.indexOf('\n{')));
  expect(query.join(' ')).toContain('@skip(if: ');
  expect(query.join(' ').length).toBeLessThan(200);
  expect(faults).toEqual({ subgraphs: {}, fields: {} });
});
