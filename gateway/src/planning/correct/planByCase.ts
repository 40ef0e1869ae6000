/**
 * The planner gets some operations with `@include` and `@skip` wrong: an object whose fields are all skipped
 * becomes null, and a field is lost when a skipped neighbour needed further fetches. It handles operations
 * without conditions correctly, so such an operation is planned once for each combination of its conditions'
 * values.
 */
import type { PlanNode, QueryPlan } from '@apollo/query-planner';
import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type DocumentNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import { queryPlanUnsupported } from '../prove/refusal.ts';

/** The number of plans is 2 to the power of this: at most 16, each as large as one without conditions. */
const MOST_VARIABLES = 4;

/** @param plan plans one combination and proves the plan; each request runs only one of them.
 * @throws GraphQLError QUERY_PLAN_UNSUPPORTED when the conditions have too many variables. */
export function planByCase(document: DocumentNode, plan: (document: DocumentNode) => QueryPlan): QueryPlan {
  const variables = [...conditionVariables(document)];
  if (variables.length > MOST_VARIABLES) throw queryPlanUnsupported('@include, @skip');
  const planCase = (known: ReadonlyMap<string, boolean>): PlanNode | undefined => {
    const condition = variables[known.size];
    if (condition === undefined) {
      const { node } = plan(decided(document, known));
      return node?.kind === 'Subscription' ? undefined : node;
    }
    const ifClause = planCase(new Map([...known, [condition, true]]));
    const elseClause = planCase(new Map([...known, [condition, false]]));
    if (!ifClause && !elseClause) return undefined;
    return { kind: 'Condition', condition, ...(ifClause && { ifClause }), ...(elseClause && { elseClause }) };
  };
  const node = planCase(new Map());
  return { kind: 'QueryPlan', ...(node && { node }) };
}

export function conditionVariables(document: DocumentNode): ReadonlySet<string> {
  const found = new Set<string>();
  visit(document, {
    Directive(directive) {
      const value = conditionValue(directive);
      if (value?.kind === Kind.VARIABLE) found.add(value.name.value);
    },
  });
  return found;
}

const conditionValue = (directive: DirectiveNode | ConstDirectiveNode) =>
  directive.name.value === 'include' || directive.name.value === 'skip'
    ? directive.arguments?.[0]?.value
    : undefined;

/** Returns the document with its conditions replaced by these values. */
function decided(document: DocumentNode, known: ReadonlyMap<string, boolean>): DocumentNode {
  const counts = (selection: SelectionNode) =>
    (selection.directives ?? []).every((directive) => {
      const value = conditionValue(directive);
      if (!value) return true;
      const holds =
        value.kind === Kind.VARIABLE
          ? known.get(value.name.value)
          : value.kind === Kind.BOOLEAN
            ? value.value
            : undefined;
      return holds === (directive.name.value === 'include');
    });
  const unconditional = <T extends SelectionNode>(selection: T): T => ({
    ...selection,
    directives: (selection.directives ?? []).filter((directive) => !conditionValue(directive)),
  });
  const selected = ({ selections, ...set }: SelectionSetNode): SelectionSetNode => {
    const left = selections.filter(counts).map((selection) => unconditional(selection));
    return { ...set, selections: left.length > 0 ? left : [TYPENAME] };
  };
  return visit(document, { SelectionSet: { leave: selected } });
}

const TYPENAME: SelectionNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };
