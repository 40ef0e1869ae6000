import { loadConfig } from '../config.ts';
import { lintedGraphOf } from '../lint/graph.ts';
import { lintGraph } from '../lint/lint.ts';
import { RULES } from '../lint/rules.ts';
import { readRules } from '../lint/settings.ts';
import type { Problem } from '../problem.ts';
import { counted } from '../report/counted.ts';
import { formatNamed, formatOption } from '../report/formats.ts';
import { readSources } from '../sources.ts';
import { defineCommand, FINE, REFUSED } from './command.ts';

const HELP = `Usage: npm run schema -- lint [--format FORMAT] [--config FILE]
Checks the subgraphs' SDL against the rules file that the configuration names as lint. The file sets each rule to off,
warn or error, or to an object with its severity, its options, and in except the coordinates to leave out, each with a
reason. A rule that the file does not name is a warning.
Rules: ${RULES.map(({ name }) => name).join(', ')}
  --format FORMAT  text (default), json, markdown or github (workflow annotations)
  --config FILE    default: schema/config.json of this project
Exit codes: 0 no error (there may be warnings); 1 an error, or SDL that cannot be read; 2 the command line or the
configuration is wrong.`;

export const lintCommand = defineCommand({
  name: 'lint',
  summary: 'checks the SDL against rules: descriptions, naming, connections, nullability, deprecation',
  help: HELP,
  options: { config: { type: 'string' }, ...formatOption },
  positionals: [0, 0],
  async run({ values }, { cwd, out }) {
    const format = formatNamed(values.format);
    const config = await loadConfig(values.config, cwd);
    const rules = await readRules(config.lint, RULES, cwd);
    const { subgraphs, problems: unreadable } = await readSources(config.subgraphs, cwd);
    const problems = unreadable.length > 0 ? unreadable : lintGraph(lintedGraphOf(subgraphs), rules);
    const failed = problems.some(({ severity }) => severity === 'error');
    out(format({ ok: !failed, headline: headline(problems, subgraphs.length), problems }));
    return failed ? REFUSED : FINE;
  },
});

function headline(problems: readonly Problem[], subgraphs: number): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  return `${counted(subgraphs, 'subgraph')}: ${counted(errors, 'error')}, ${counted(problems.length - errors, 'warning')}.`;
}
