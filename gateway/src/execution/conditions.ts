/** Evaluates `@skip` and `@include` of an operation (GraphQL specification, sections 3.13.1 and 3.13.2). */
import type { PlanNode, QueryPlan, SubscriptionNode } from '@apollo/query-planner';
import { included as includedBy } from '@holdfast/kit-graphql/asksNothing';
import {
  type DirectiveNode,
  type DocumentNode,
  GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';

/** The values of the variables that conditions use. */
export type Conditions = ReadonlyMap<string, boolean>;

/** Reads the values of all conditions from a request's variables.
 * @throws BAD_USER_INPUT when one has no value. */
export type ReadConditions = (variables: Readonly<Record<string, unknown>>) => Conditions;

const NONE: Conditions = new Map();

export function compileConditions(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  plan: QueryPlan,
): ReadConditions {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of given) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  if (plan.node) addConditions(plan.node, names);
  const declared = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    names.has(variable.name.value),
  );
  if (declared.length === 0) return () => NONE;
  const defaults = declared.map(defaultOf);
  return (variables) =>
    new Map(
      defaults.map((condition) => {
        const { name } = condition;
        const value = givenOf(condition, variables);
        if (typeof value === 'boolean') return [name, value];
        throw new GraphQLError(`The variable "$${name}" decides what is included, and has no value.`, {
          extensions: { code: 'BAD_USER_INPUT' },
        });
      }),
    );
}

/** The values of all variables that conditions may use. A variable without a value counts as false. */
export function conditionsOf(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Conditions {
  const defaults = variableDefinitions.map(defaultOf);
  return new Map(defaults.map((condition) => [condition.name, givenOf(condition, variables) === true]));
}

/** Returns true when a selection with these directives is part of the operation. */
export const included = (directives: readonly DirectiveNode[] | undefined, conditions: Conditions): boolean =>
  includedBy(directives, (variable) => conditions.get(variable) === true);

interface Default {
  readonly name: string;
  readonly byDefault: boolean | undefined;
}

function defaultOf({ variable, defaultValue }: VariableDefinitionNode): Default {
  return {
    name: variable.name.value,
    byDefault: defaultValue?.kind === Kind.BOOLEAN ? defaultValue.value : undefined,
  };
}

function givenOf({ name, byDefault }: Default, variables: Readonly<Record<string, unknown>>): unknown {
  const given = Object.hasOwn(variables, name) ? variables[name] : undefined;
  return given === undefined ? byDefault : given;
}

function addConditions(node: PlanNode | SubscriptionNode, names: Set<string>): void {
  if (node.kind === 'Sequence' || node.kind === 'Parallel') {
    for (const child of node.nodes) addConditions(child, names);
  } else if (node.kind === 'Flatten') addConditions(node.node, names);
  else if (node.kind === 'Condition') {
    names.add(node.condition);
    if (node.ifClause) addConditions(node.ifClause, names);
    if (node.elseClause) addConditions(node.elseClause, names);
  }
}
