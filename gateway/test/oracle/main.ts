/**
 * `node gateway/test/oracle/main.ts --seed N --operations 10000`: looks for operations that are answered wrongly, makes each
 * smaller, and prints it. Exit code 1 where there are some. README.md says who judges what.
 *
 * `--hard` has the truth alone judge, over what `@apollo/gateway` gets wrong as well. `--http` sends a tenth over HTTP too.
 * `--save NAME` writes the first difference as a fixture; with `--supergraph N --operation M` that operation, whether
 * something is wrong with it or not.
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
    /** Differences after which it ends. */
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
