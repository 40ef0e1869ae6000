import { apiSchemaOf } from '../apiSchema.ts';
import { baselineOf, notComparedProblems } from '../baseline.ts';
import { compareSchemas } from '../changes/compare.ts';
import { countsText, reportedChange } from '../changes/report.ts';
import { loadConfig } from '../config.ts';
import { formatNamed, formatOption } from '../report/formats.ts';

import { defineCommand, FINE, REFUSED } from './command.ts';

const HELP = `Usage: npm run schema -- diff A B [--strict] [--format FORMAT] [--config FILE]
Compares two schemas, each a file (an API schema or a supergraph) or a git ref, and reports whether each change from A
to B is breaking, dangerous or safe. It does not look at which operations use what changed; check does.
  --strict         fail on a breaking change
  --format FORMAT  text (default), json, markdown or github (workflow annotations)
  --config FILE    names the file to read at a git ref; default: schema/config.json of this project
Exit codes: 0 compared; 1 with --strict, a change is breaking; 2 the command line or the configuration is wrong.`;

export const diffCommand = defineCommand({
  name: 'diff',
  summary: 'reports the changes between two schemas (files or git refs): breaking, dangerous or safe',
  help: HELP,
  options: { strict: { type: 'boolean', default: false }, config: { type: 'string' }, ...formatOption },
  positionals: [2, 2],
  async run({ values, positionals: [a = '', b = ''] }, { cwd, out }) {
    const format = formatNamed(values.format);
    const config = await loadConfig(values.config, cwd);
    const [before, after] = await Promise.all([baselineOf(a, config, cwd), baselineOf(b, config, cwd)]);
    const found = await compareSchemas(
      { before: apiSchemaOf(before), after: apiSchemaOf(after) },
      before.supergraph === undefined || after.supergraph === undefined
        ? undefined
        : { before: before.supergraph, after: after.supergraph },
    );
    const changes = found.map((change) => reportedChange(change, undefined, undefined));
    const failed = values.strict && changes.some(({ level }) => level === 'breaking');
    const headline = `From ${before.name} to ${after.name}: ${countsText(changes)}.`;
    out(format({ ok: !failed, headline, problems: notComparedProblems([before, after]), changes }));
    return failed ? REFUSED : FINE;
  },
});
