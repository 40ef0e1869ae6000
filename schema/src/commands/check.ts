import { checkSchema } from '../check.ts';
import { loadConfig } from '../config.ts';
import { formatNamed, formatOption } from '../report/formats.ts';
import { defineCommand, FINE, REFUSED } from './command.ts';

const HELP = `Usage: npm run schema -- check [--against REF|FILE] [--traffic FILE]... [--strict] [--format FORMAT]
Composes the subgraphs, compares the API schema with what it was, and says of every change whether it is breaking,
dangerous or safe, and which operations and clients would notice: of those that the configuration names, and of those
seen in traffic.
  --against X      a git ref, or a file (an API schema or a supergraph); default: the merge base with the configuration's
                   base branch, or without git the committed API schema
  --traffic FILE   operations that the gateway has counted; may be given more than once
  --strict         a breaking change fails even when nobody uses what it breaks
  --strict-hints   a composition hint of level WARN fails, too
  --format FORMAT  text (default), json, markdown or github (annotations of a workflow)
  --config FILE    default: schema/config.json of this project
Exit codes: 0 nobody breaks; 1 somebody does, an operation does not validate, the subgraphs do not compose, or a
committed file is not what composing gives; 2 called or configured wrongly.`;

export const checkCommand = defineCommand({
  name: 'check',
  summary: 'whom the changes since the base branch would break',
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
