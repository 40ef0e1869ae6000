/**
 * `node gateway/test/oracle/main.ts --seed N --operations 10000`: looks for operations that both executors answer
 * differently, makes each smaller, and prints it. Exit code 1 where there are some.
 */
import { parseArgs } from 'node:util';
import { EXECUTOR, ORACLE } from './executors.ts';
import { reportFound, reportSummary } from './report.ts';
import { runOracle } from './run.ts';
import { shrink } from './shrink.ts';
import { createStage } from './stage.ts';
import { compose } from './supergraphs/compose.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    operations: { type: 'string', default: '10000' },
    supergraphs: { type: 'string', default: '50' },
    /** Differences after which it ends. */
    enough: { type: 'string', default: '5' },
  },
});

const started = performance.now();
const print = (text: string) => process.stdout.write(`${text}\n`);
const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;

const summary = await runOracle({
  seed: Number(values.seed),
  operations: Number(values.operations),
  supergraphs: Number(values.supergraphs),
  enough: Number(values.enough),
  oracle: ORACLE,
  executor: EXECUTOR,
  progress: (now) => print(`${seconds()}: ${reportSummary(now)}`),
});
for (const found of summary.found) {
  await using stage = await createStage(compose(found.name, found.subgraphs), ORACLE, EXECUTOR);
  print(`\n${reportFound(await shrink(stage, found))}`);
}
process.exitCode = summary.found.length > 0 ? 1 : 0;
