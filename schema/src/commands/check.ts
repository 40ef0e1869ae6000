import { checkSchema } from '../check.ts';
import { loadConfig } from '../config.ts';
import { formatNamed, formatOption } from '../report/formats.ts';
import { defineCommand, FINE, REFUSED } from './command.ts';

const HELP = `Usage: npm run schema -- check [--against REF|FILE] [--traffic FILE]... [--strict] [--format FORMAT]
Composes the subgraphs and compares the API schema, and the requirements for callers, with an earlier version. Reports
whether each change is breaking, dangerous or safe, and which operations of which clients it affects. The operations are
those that the configuration names and those seen in traffic.
  --against X      a git ref, or a file (an API schema or a supergraph); default: the merge base with the configuration's
                   base branch, or the committed API schema when there is no git
  --traffic FILE   operations that the gateway has counted; repeatable
  --strict         fail on a breaking change even when no operation uses what it breaks
  --strict-hints   fail on a composition hint of level WARN, too
  --format FORMAT  text (default), json, markdown or github (workflow annotations)
  --config FILE    default: schema/config.json of this project
Exit codes: 0 no operation breaks; 1 an operation breaks or does not validate, the subgraphs do not compose, or a
committed file is out of date; 2 the command line or the configuration is wrong.`;

export const checkCommand = defineCommand({
  name: 'check',
  summary: 'reports which clients the changes since the base branch break',
  help: HELP,
  options: {
    against: { type: 'string' },
    traffic: { type: 'string', multiple: true, default: [] },
    strict: { type: 'boolean', default: false },
    'strict-hints': { type: 'boolean', default: false },
    config: { type: 'string' },
    ...formatOption,
  },
  positionals: [0, 0],
  async run(
    { values: { against, traffic, strict, 'strict-hints': strictHints, config: path, format: name } },
    { cwd, out },
  ) {
    const format = formatNamed(name);
    const config = await loadConfig(path, cwd);
    const report = await checkSchema(config, { against, traffic, strict, strictHints }, cwd);
    out(format(report));
    return report.ok ? FINE : REFUSED;
  },
});
