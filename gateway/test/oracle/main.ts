/**
 * `node gateway/test/oracle/main.ts --seed N --operations 10000` searches for operations with wrong answers,
 * reduces each and prints it. The exit code is 1 when it finds any. README.md describes the judges.
 *
 * With `--hard` the truth is the only judge, and operations include what `@apollo/gateway` gets wrong.
 * `--http` also sends a tenth of them over HTTP. `--save NAME` writes the first difference as a fixture; with
 * `--supergraph N --operation M` it writes that operation even if nothing is wrong with it.
 */
import { parseArgs } from 'node:util';
import { EXECUTOR, ORACLE } from './executors.ts';
import { fixtureText, saveFixture } from './fixtures.ts';
import { reportFound, reportSummary } from './report.ts';
import { runOracle } from './run.ts';
import { serveGateway } from './served/gateway.ts';
import { shrink } from './shrink.ts';
import { createStage } from './stage.ts';
import { compose } from './supergraphs/compose.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    operations: { type: 'string', default: '10000' },
    supergraphs: { type: 'string', default: '50' },
    /** The number of differences after which the run ends. */
    enough: { type: 'string', default: '5' },
    hard: { type: 'boolean', default: false },
    http: { type: 'boolean', default: false },
    supergraph: { type: 'string' },
    operation: { type: 'string' },
    save: { type: 'string' },
  },
});

const started = performance.now();
const print = (text: string) => process.stdout.write(`${text}\n`);
const seconds = () => `${Math.round((performance.now() - started) / 1000)} s`;

const players = {
  oracle: values.hard ? null : ORACLE,
  executor: EXECUTOR,
  serve: values.http ? serveGateway : null,
};
const only =
  values.supergraph !== undefined && values.operation !== undefined
    ? { supergraph: Number(values.supergraph), operation: Number(values.operation) }
    : undefined;
const summary = await runOracle({
  ...players,
  seed: Number(values.seed),
  operations: Number(values.operations),
  supergraphs: Number(values.supergraphs),
  enough: Number(values.enough),
  only,
  progress: (now) => print(`${seconds()}: ${reportSummary(now)}`),
});
for (const [n, found] of summary.found.entries()) {
  await using stage = await createStage(compose(found.name, found.subgraphs), players);
  const small = found.difference ? await shrink(stage, found) : found;
  print(`\n${reportFound(small)}`);
  if (n > 0 || !values.save) continue;
  print(await saveFixture(values.save, fixtureText('What was wrong.', small)));
}
process.exitCode = summary.found.some(({ difference }) => difference) ? 1 : 0;
