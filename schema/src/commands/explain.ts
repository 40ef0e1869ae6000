import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { judgeOperations } from '../changes/impact.ts';
import { composeGraph } from '../composition/graph.ts';
import { loadConfig } from '../config.ts';
import { type Explanation, explain } from '../explain/explain.ts';
import { type FoundOperation, findOperation } from '../explain/find.ts';
import { planTree } from '../explain/tree.ts';
import { shownPath } from '../paths.ts';
import { byPlace, type Problem } from '../problem.ts';
import { counted } from '../report/counted.ts';
import { formatNamed, formatOption } from '../report/formats.ts';
import { onlyFormats } from '../report/tables.ts';
import { placeOf } from '../sources.ts';
import { UsageError } from '../usageError.ts';
import { defineCommand, FINE, REFUSED } from './command.ts';

const HELP = `Usage: npm run schema -- explain OPERATION [--name NAME] [--variables FILE] [--format FORMAT] [--config FILE]
Prints the query plan of an operation as a tree: the fetches from each subgraph with their order, paths and keys, and
the requests in which the gateway sends them.
  OPERATION         a GraphQL file, - for standard input, or the name of an operation that the configuration knows
  --name NAME       the operation to explain, when the file has several
  --variables FILE  a JSON object with the variables of @include and @skip; a variable that is missing and has no default
                    counts as true
  --format FORMAT   text (default), or json, which includes the plan itself
  --config FILE     default: schema/config.json of this project
Exit codes: 0 explained; 1 the operation does not validate or has no plan, or the subgraphs do not compose; 2 the command
line or the configuration is wrong.`;

export const explainCommand = defineCommand({
  name: 'explain',
  summary: 'prints the query plan of an operation: the requests to each subgraph, in their order',
  help: HELP,
  options: {
    name: { type: 'string' },
    variables: { type: 'string' },
    config: { type: 'string' },
    ...formatOption,
  },
  positionals: [1, 1],
  async run({ values, positionals: [operation = ''] }, { cwd, out, stdin }) {
    const format = onlyFormats(values.format, 'text', 'json');
    const config = await loadConfig(values.config, cwd);
    const variables = values.variables === undefined ? {} : await readVariables(values.variables, cwd);
    const found = await findOperation({ operation, name: values.name, stdin }, config, cwd);
    const refuse = (headline: string, problems: readonly Problem[]) => {
      out(formatNamed(format)({ ok: false, headline, problems }));
      return REFUSED;
    };
    if ('problem' in found) return refuse('The operation does not parse; there is no plan.', [found.problem]);
    const composed = await composeGraph(config, cwd);
    if ('problems' in composed) return refuse('The subgraphs do not compose.', composed.problems);
    const { api, composed: texts } = composed.graph;
    const problems = invalid(found, api);
    if (problems.length > 0) return refuse('The operation does not validate; there is no plan.', problems);
    const explanation = explain(found, texts.supergraph, variables);
    if ('problem' in explanation) return refuse('There is no plan.', [explanation.problem]);
    out(format === 'json' ? json(found, explanation) : text(found, explanation));
    return FINE;
  },
});

/** Reports OPERATION_INVALID for each validation error. */
function invalid({ node, document }: FoundOperation, api: GraphQLSchema): Problem[] {
  const operation = { name: title(node), node, document, clients: [], signature: undefined };
  return judgeOperations([operation], { before: api, after: api })
    .flatMap(({ after }) => after)
    .map(({ message, nodes }): Problem => {
      const [at] = nodes ?? [];
      return { severity: 'error', code: 'OPERATION_INVALID', message, ...(at && placeOf(at)) };
    })
    .sort(byPlace);
}

async function readVariables(path: string, cwd: string): Promise<Record<string, unknown>> {
  const file = resolve(cwd, path);
  const shown = shownPath(file, cwd);
  const content = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`${shown}: the variables cannot be read`);
  });
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new UsageError(`${shown}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${shown}: not a JSON object of variables`);
  return { ...value };
}

function text({ node }: FoundOperation, { plan, requests, conditions }: Explanation): string {
  const steps = Math.max(0, ...requests.map(({ step }) => step));
  const subgraphs = new Set(requests.map(({ subgraph }) => subgraph));
  const assumptions = Object.entries(conditions).map(
    ([name, { value, assumed }]) => `$${name} = ${value}${assumed ? ' (assumed)' : ''}`,
  );
  return [
    planTree(plan, requests),
    ...(node.operation === 'subscription'
      ? [
          'The gateway sends no subscription to a subgraph: on every event it sends a query with the same selection.',
        ]
      : []),
    ...(assumptions.length > 0 ? [`Counted with ${assumptions.join(', ')}.`] : []),
    `${node.operation} ${title(node)}: ${counted(requests.length, 'request')} to ${counted(subgraphs.size, 'subgraph')}, in ${counted(steps, 'step')}.\n`,
  ].join('\n');
}

function json({ node }: FoundOperation, { plan, requests, conditions }: Explanation): string {
  const shown = requests.map(({ subgraph, kind, step, fetches }) => ({
    subgraph,
    kind,
    step,
    operations: fetches.map(({ operation }) => operation),
  }));
  const operation = { name: node.name?.value ?? null, kind: node.operation };
  return `${JSON.stringify({ ok: true, operation, requests: shown, conditions, plan, problems: [] }, null, 2)}\n`;
}

const title = (node: FoundOperation['node']) => node.name?.value ?? '(anonymous)';
