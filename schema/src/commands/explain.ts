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
The query plan of an operation as a tree: which subgraph is asked what, in what order, at which path, by which keys, and as
how many requests the gateway sends it.
  OPERATION         a GraphQL file, - for standard input, or the name of an operation that the configuration knows
  --name NAME       which operation, of a file with several
  --variables FILE  a JSON object: the values by which @include and @skip are counted; those that it lacks, and that have no
                    default, count as true
  --format FORMAT   text (default) or json, which has the plan itself
  --config FILE     default: schema/config.json of this project
Exit codes: 0 explained; 1 the operation does not validate or has no plan, or the subgraphs do not compose; 2 called or configured wrongly.`;

export const explainCommand = defineCommand({
  name: 'explain',
  summary: 'the query plan of an operation: which subgraph is asked what, in what order',
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
    if ('problem' in found) return refuse('It does not parse; there is no plan.', [found.problem]);
    const composed = await composeGraph(config, cwd);
    if ('problems' in composed) return refuse('The subgraphs do not compose.', composed.problems);
    const { api, composed: texts } = composed.graph;
    const problems = invalid(found, api);
    if (problems.length > 0) return refuse('It does not validate; there is no plan.', problems);
    const explanation = explain(found, texts.supergraph, variables);
    if ('problem' in explanation) return refuse('There is no plan.', [explanation.problem]);
    out(format === 'json' ? json(found, explanation) : text(found, explanation));
    return FINE;
  },
});

/** OPERATION_INVALID for everything that validation has against it. */
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
    throw new UsageError(`${shown}: no variables can be read there`);
  });
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new UsageError(`${shown}: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new UsageError(`${shown}: is no JSON object of variables`);
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
          'The gateway sends no subscription to a subgraph: at every event it asks a query of the same selection.',
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
