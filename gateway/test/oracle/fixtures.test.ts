import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import { EXECUTOR, ORACLE } from './executors.ts';
import { planOf } from './faults.ts';
import { readFixtures } from './fixtures.ts';
import { createStage } from './stage.ts';
import { compose } from './supergraphs/compose.ts';

const FIXTURES = await readFixtures();

test.each([...FIXTURES])('%s', async (name, { without, subgraphs, operation, world, faults }) => {
  const oracle = without.includes('oracle') ? null : ORACLE;
  await using stage = await createStage(compose(name, subgraphs), {
    oracle,
    executor: EXECUTOR,
    serve: null,
  });
  expect(validate(stage.composed.api, parse(operation.query))).toEqual([]);
  const outcome = await stage.run({ operation, world, faults: planOf(faults), overHttp: false });
  expect(outcome.difference, outcome.text).toBeNull();
  expect(outcome.judgedByTruth || !outcome.unjudged, 'somebody judged it').toBe(true);
});
