import type { FetchNode, PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { Kind, parse, print, type SelectionSetNode } from 'graphql';
import type { PlannedRequest } from './requests.ts';

type Requires = NonNullable<FetchNode['requires']>;

/** Prints a plan as an indented tree of fetches, with their order, paths and keys. */
export function planTree(plan: QueryPlan, requests: readonly PlannedRequest[]): string {
  if (!plan.node) return 'no request to a subgraph\n';
  return `${lines(plan.node, requests).join('\n')}\n`;
}

function lines(node: PlanNode | SubscriptionNode, requests: readonly PlannedRequest[]): string[] {
  const inner = (child: PlanNode) => indent(lines(child, requests));
  switch (node.kind) {
    case 'Fetch':
      return fetchLines(node, requests);
    case 'Flatten':
      return [`at ${node.path.join('.')}`, ...inner(node.node)];
    case 'Sequence':
      return ['in sequence', ...node.nodes.flatMap(inner)];
    case 'Parallel':
      return ['in parallel', ...node.nodes.flatMap(inner)];
    case 'Condition':
      return [
        ...(node.ifClause ? [`if $${node.condition}`, ...inner(node.ifClause)] : []),
        ...(node.elseClause ? [`unless $${node.condition}`, ...inner(node.elseClause)] : []),
      ];
    case 'Subscription':
      return ['on every event', ...inner(node.primary), ...(node.rest ? inner(node.rest) : [])];
    case 'Defer':
      throw new Error('The planner returned a plan with @defer, which was not requested.');
  }
}

function fetchLines(fetch: FetchNode, requests: readonly PlannedRequest[]): string[] {
  const at = requests.findIndex(({ fetches }) => fetches.includes(fetch));
  const request = requests[at];
  const sent = request ? `request ${at + 1}, step ${request.step}` : 'not sent';
  const variables = (fetch.variableUsages ?? []).map((name) => `$${name}`);
  const given = variables.length > 0 ? ` with ${variables.join(', ')}` : '';
  const keys = (fetch.requires ?? []).map((requires) => `  for ${requiresText([requires])}`);
  return [`${fetch.serviceName} (${sent})${given}`, ...keys, ...indent(selectionLines(fetch))];
}

/** Returns the selection of a fetch; for entities, the selection on each. */
function selectionLines({ operation, operationKind, requires }: FetchNode): string[] {
  const [definition] = parse(operation, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) return [operation];
  const [root] = definition.selectionSet.selections;
  const ofEntities = requires && root?.kind === Kind.FIELD ? root.selectionSet : undefined;
  const kind = ofEntities || operationKind === 'query' ? '' : `${operationKind} `;
  return `${kind}${print(ofEntities ?? (definition.selectionSet satisfies SelectionSetNode))}`.split('\n');
}

/** Returns the representation of an entity in a fetch: `Product { id }`. */
function requiresText(requires: Requires): string {
  return requires
    .map((selection): string => {
      const inside = 'selections' in selection ? (selection.selections ?? []) : [];
      const rest = inside.filter((each) => each.kind !== 'Field' || each.name !== '__typename');
      const set = rest.length > 0 ? ` { ${requiresText(rest)} }` : '';
      return selection.kind === 'Field'
        ? `${selection.name}${set}`
        : `${selection.typeCondition ?? ''}${set}`;
    })
    .join(' ');
}

const indent = (inner: readonly string[]) => inner.map((line) => `  ${line}`);
