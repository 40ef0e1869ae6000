import { composeSources } from '../composition/compose.ts';
import { staleProblems, writeComposedFiles } from '../composition/files.ts';
import { loadConfig } from '../config.ts';
import { byPlace, type Problem } from '../problem.ts';
import { formatNamed, formatOption } from '../report/formats.ts';
import { readSources } from '../sources.ts';
import { defineCommand, FINE, REFUSED } from './command.ts';

const HELP = `Usage: npm run schema -- compose [--check] [--strict-hints] [--format FORMAT] [--config FILE]
Composes the subgraphs, and writes supergraph.graphql and api.graphql where the configuration says.
  --check          write nothing; files that are not what composing gives are errors
  --strict-hints   a hint of level WARN fails, too
  --format FORMAT  text (default), json, markdown or github (annotations of a workflow)
  --config FILE    default: schema/config.json of this project
Exit codes: 0 composed; 1 it does not compose, or with --check a file is stale; 2 called or configured wrongly.`;

export const composeCommand = defineCommand({
  name: 'compose',
  summary: 'the subgraphs to supergraph.graphql and api.graphql',
  help: HELP,
  options: {
    check: { type: 'boolean', default: false },
    'strict-hints': { type: 'boolean', default: false },
    config: { type: 'string' },
    ...formatOption,
  },
  positionals: [0, 0],
  async run({ values }, { cwd, out }) {
    const format = formatNamed(values.format);
    const config = await loadConfig(values.config, cwd);
    const { problems, written } = await composeOrCheck();
    const failed = problems.some(
      ({ severity }) => severity === 'error' || (values['strict-hints'] && severity === 'warning'),
    );
    out(format({ ok: !failed, headline: headline(failed, written), problems }));
    return failed ? REFUSED : FINE;

    async function composeOrCheck(): Promise<{ problems: readonly Problem[]; written: readonly string[] }> {
      const sources = await readSources(config.subgraphs, cwd);
      if (sources.problems.length > 0) return { problems: sources.problems, written: [] };
      const { composed, problems: found } = composeSources(sources.subgraphs);
      if (!composed) return { problems: found, written: [] };
      if (!values.check)
        return { problems: found, written: await writeComposedFiles(config.output, composed, cwd) };
      return {
        problems: [...found, ...(await staleProblems(config.output, composed, cwd))].sort(byPlace),
        written: [],
      };
    }
  },
});

function headline(failed: boolean, written: readonly string[]): string {
  if (written.length > 0) return `Composed, and wrote ${written.join(' and ')}.`;
  return failed ? 'Refused, see above.' : 'Composed; nothing changed.';
}
