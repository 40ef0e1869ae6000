import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { judgeOperations } from '../changes/impact.ts';
import { operationProblems } from '../changes/operationProblems.ts';
import { composeGraph } from '../composition/graph.ts';
import { type Config, loadConfig } from '../config.ts';
import { manifestOf, manifestProblems, manifestText } from '../manifest/manifest.ts';
import { loadOperations } from '../operations/load.ts';
import { shownPath } from '../paths.ts';
import { byPlace, type Problem } from '../problem.ts';
import { counted } from '../report/counted.ts';
import { formatNamed, formatOption } from '../report/formats.ts';
import { defineCommand, FINE, REFUSED } from './command.ts';

export const PUBLISH_HELP = `Usage: npm run schema -- operations publish [--out FILE] [--check] [--format FORMAT] [--config FILE]
Writes the operations of all clients as a manifest of persisted operations (apollo-persisted-query-manifest, version 1).
The gateway reads it from PERSISTED_OPERATIONS, and Apollo Client through @apollo/persisted-query-lists.
  --out FILE       default: the file that the configuration names as output.manifest
  --check          write nothing, and fail when the file is out of date
  --format FORMAT  text (default), json, markdown or github (workflow annotations)
  --config FILE    default: schema/config.json of this project
Exit codes: 0 written; 1 an operation is anonymous, invalid or shares the name of another, the subgraphs do not compose,
or with --check the file is out of date; 2 the command line or the configuration is wrong.`;

export const publishCommand = defineCommand({
  name: 'operations publish',
  summary: '',
  help: PUBLISH_HELP,
  options: {
    out: { type: 'string' },
    check: { type: 'boolean', default: false },
    config: { type: 'string' },
    ...formatOption,
  },
  positionals: [0, 0],
  async run({ values }, { cwd, out }) {
    const format = formatNamed(values.format);
    const config = await loadConfig(values.config, cwd);
    const file = values.out === undefined ? config.output.manifest : resolve(cwd, values.out);
    const shown = shownPath(file, cwd);
    const { text, count, problems } = await manifestFor(config, cwd);
    const refused = problems.some(({ severity }) => severity === 'error');
    const report = (ok: boolean, headline: string, more: readonly Problem[] = []) => {
      out(format({ ok, headline, problems: [...problems, ...more] }));
      return ok ? FINE : REFUSED;
    };
    if (refused || text === undefined) return report(false, 'Failed, see above; nothing was written.');
    const before = await readFile(file, 'utf8').catch(() => undefined);
    if (before === text) return report(true, `${shown} is up to date with ${counted(count, 'operation')}.`);
    if (values.check) return report(false, 'Failed, see above.', [stale(shown)]);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    return report(true, `Wrote ${counted(count, 'operation')} to ${shown}.`);
  },
});

async function manifestFor(
  config: Config,
  cwd: string,
): Promise<{ readonly text?: string; readonly count: number; readonly problems: readonly Problem[] }> {
  const [{ operations, problems }, composed] = await Promise.all([
    loadOperations(config.operations, config.folder, cwd),
    composeGraph(config, cwd),
  ]);
  if ('problems' in composed) return { count: 0, problems: composed.problems };
  const { api } = composed.graph;
  const judged = judgeOperations(operations, { before: api, after: api });
  const found = [...problems, ...operationProblems(judged), ...manifestProblems(operations)].sort(byPlace);
  if (found.some(({ severity }) => severity === 'error')) return { count: 0, problems: found };
  const names = new Set(operations.map(({ name }) => name));
  return { text: manifestText(manifestOf(operations)), count: names.size, problems: found };
}

function stale(file: string): Problem {
  return {
    severity: 'error',
    code: 'STALE_MANIFEST',
    message: 'The file is out of date with the operations: run npm run schema -- operations publish.',
    file,
  };
}
