import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * The files that take longest (20 to 140 seconds), the longest first: one of them that began last would be waited for by
 * an idle processor. A fresh clone knows of no durations, by which vitest sorts else; the size of a file says little.
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

/** Starts the longest files first, and then all others as vitest does. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.indexOf(relative(this.ctx.config.root, moduleId));
      return index === -1 ? LONGEST.length : index;
    };
    return (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
  }
}
