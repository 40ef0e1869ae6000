import { composeSources } from '../composition/compose.ts';
import { staleProblems, writeComposedFiles } from '../composition/files.ts';
import { loadConfig } from '../config.ts';
import { byPlace, type Problem } from '../problem.ts';
import { formatNamed, formatOption } from '../report/formats.ts';
import { readSources } from '../sources.ts';
import { defineCommand, FINE, REFUSED } from './command.ts';

const HELP = `Usage: npm run schema -- compose [--check] [--strict-hints] [--format FORMAT] [--config FILE]
Composes the subgraphs and writes the supergraph and the API schema to the files that the configuration names.
  --check          write nothing, and fail when a file is out of date
  --strict-hints   fail on a hint of level WARN, too
  --format FORMAT  text (default), json, markdown or github (workflow annotations)
  --config FILE    default: schema/config.json of this project
Exit codes: 0 composed; 1 the subgraphs do not compose, or with --check a file is out of date; 2 the command line or the
configuration is wrong.`;

export const composeCommand = defineCommand({
  name: 'compose',
  summary: 'composes the subgraphs into supergraph.graphql and api.graphql',
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
  if (written.length > 0) return `Composed and wrote ${written.join(' and ')}.`;
  return failed ? 'Failed, see above.' : 'Composed; nothing changed.';
}
