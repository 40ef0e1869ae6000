import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The slowest files (20 to 140 seconds), the slowest first. If one of them started last, the other processors
 * would idle until it ended. Vitest sorts by recorded durations, which a fresh clone lacks; the size of a
 * file says little.
 */
const LONGEST = [
  'tests/containers/containers.test.ts',
  'tests/chaos/defects.test.ts',
  'tests/e2e/start.test.ts',
  'tests/e2e/oneShop.test.ts',
  'gateway/test/oracle/oracle.test.ts',
  'subgraphs/users/test/sessions/refreshSession.test.ts',
  'tests/chaos/everyPoint.test.ts',
  'gateway/test/oracle/more.test.ts',
  'tests/chaos/chaos.test.ts',
  'kit/events/test/natsBus.test.ts',
  'tests/authorization/hostile.test.ts',
  'tests/e2e/events.test.ts',
  'kit/events/test/postgresBus.test.ts',
  'tests/e2e/metrics.test.ts',
  'dev/test/alone.test.ts',
  'tests/authorization/matrix.test.ts',
];

/** Starts the slowest files first, and then the others in vitest's order. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.indexOf(relative(this.ctx.config.root, moduleId));
      return index === -1 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
