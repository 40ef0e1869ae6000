import { judgeOperations } from '../changes/impact.ts';
import { operationProblems } from '../changes/operationProblems.ts';
import { composeGraph } from '../composition/graph.ts';
import { loadConfig } from '../config.ts';
import { definitionsOf } from '../coordinates.ts';
import { loadOperations } from '../operations/load.ts';
import { byPlace, type Problem } from '../problem.ts';
import { formatOption } from '../report/formats.ts';
import { tableFormatNamed } from '../report/tables.ts';
import { committedAsSent, readSentTraffic } from '../usage/sent.ts';
import { usesOf } from '../usage/uses.ts';
import { clientView, fieldView, overview, type Usages, unusedView } from '../usage/view.ts';
import { UsageError } from '../usageError.ts';
import { type Command, defineCommand, FINE, REFUSED } from './command.ts';
import { PUBLISH_HELP, publishCommand } from './publish.ts';

const HELP = `Usage: npm run schema -- operations [--unused | --client NAME | --field COORDINATE] [--traffic FILE]... [--format FORMAT]
Reports the fields that each client uses and the coordinates that no client uses, from the operations that the
configuration names and those seen in traffic. A deprecated coordinate that is still used is a warning.
  --unused         list the unused fields, arguments, input fields and enum values, and where they are defined
  --client NAME    list what one client sends and selects; NAME@VERSION for one version of it
  --field X        list the uses of Type.field, Type.field(argument:), Input.field or Enum.VALUE
  --traffic FILE   operations that the gateway has counted; repeatable
  --format FORMAT  text (default), json, markdown or github (workflow annotations)
  --config FILE    default: schema/config.json of this project
Exit codes: 0 success; 1 an operation does not validate, or the subgraphs do not compose; 2 the command line or the
configuration is wrong.

${PUBLISH_HELP}`;

const usageCommand = defineCommand({
  name: 'operations',
  summary: '',
  help: HELP,
  options: {
    unused: { type: 'boolean', default: false },
    client: { type: 'string' },
    field: { type: 'string' },
    traffic: { type: 'string', multiple: true, default: [] },
    config: { type: 'string' },
    ...formatOption,
  },
  positionals: [0, 0],
  async run({ values }, { cwd, out }) {
    const format = tableFormatNamed(values.format);
    const { unused, client, field } = values;
    if ([unused || undefined, client, field].filter((each) => each !== undefined).length > 1)
      throw new UsageError('operations: use only one of --unused, --client and --field: see help operations');
    const config = await loadConfig(values.config, cwd);
    const [committed, traffic, composed] = await Promise.all([
      loadOperations(config.operations, config.folder, cwd),
      Promise.all(values.traffic.map((file) => readSentTraffic(file, cwd))),
      composeGraph(config, cwd),
    ]);
    if ('problems' in composed) {
      const headline = 'The subgraphs do not compose; nothing was counted.';
      out(format({ ok: false, headline, problems: composed.problems, tables: [], data: {} }));
      return REFUSED;
    }
    const { api, subgraphs } = composed.graph;
    const operations = [...committedAsSent(committed.operations), ...traffic.flat()];
    const usages: Usages = {
      operations,
      coordinates: usesOf(api, operations),
      definitions: definitionsOf(subgraphs),
    };
    const judged = judgeOperations(committed.operations, { before: api, after: api });
    const shown = view(usages);
    const problems: Problem[] = [...committed.problems, ...operationProblems(judged), ...shown.problems].sort(
      byPlace,
    );
    const ok = problems.every(({ severity }) => severity !== 'error');
    out(format({ ...shown, ok, problems }));
    return ok ? FINE : REFUSED;

    function view(all: Usages) {
      if (client !== undefined) return clientView(client, all);
      if (field !== undefined) return fieldView(field, all);
      return unused ? unusedView(all) : overview(all);
    }
  },
});

/** Two commands under one name: runs `operations publish` when `publish` follows. */
export const operationsCommand: Command = {
  name: 'operations',
  summary: 'reports used and unused fields by client; operations publish writes the persisted operations',
  help: HELP,
  run: ([first, ...rest], context) =>
    first === 'publish'
      ? publishCommand.run(rest, context)
      : usageCommand.run(first === undefined ? rest : [first, ...rest], context),
};
