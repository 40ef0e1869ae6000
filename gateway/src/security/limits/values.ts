import {
  type DirectiveNode,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';
import { type CostTerm, type Given, product } from './costTerm.ts';

/** Creates a reader that evaluates the document's values with the variables of an estimate. */
export function readValues({ variableDefinitions = [] }: OperationDefinitionNode) {
  const defaults = new Map<string, unknown>();
  for (const { variable, defaultValue } of variableDefinitions)
    if (defaultValue) defaults.set(variable.name.value, valueFromASTUntyped(defaultValue));
  return (node: ValueNode): ((given: Given) => unknown) => {
    if (node.kind !== Kind.VARIABLE) {
      const value = valueFromASTUntyped(node);
      return () => value;
    }
    const name = node.name.value;
    return ({ variables }) => (Object.hasOwn(variables, name) ? variables[name] : defaults.get(name));
  };
}

/** Returns the cost that `@skip` and `@include` leave. */
export function included(
  directives: readonly DirectiveNode[] = [],
  cost: CostTerm,
  valueIn: ReturnType<typeof readValues>,
): CostTerm {
  return directives.reduce<CostTerm>((left, { name, arguments: given = [] }) => {
    const node = given.find((each) => each.name.value === 'if')?.value;
    if (!node || (name.value !== 'skip' && name.value !== 'include')) return left;
    const value = valueIn(node);
    const wanted = name.value === 'include';
    const isIn = (of: Given) => (value(of) === !wanted ? 0 : 1);
    return product(node.kind === Kind.VARIABLE ? isIn : isIn({ variables: {} }), left);
  }, cost);
}
