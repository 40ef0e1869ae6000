import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, visit } from 'graphql';
import { fragmentsUsed } from '../../operation/fragments.ts';

/**
 * Returns a document of one operation, without the fragments and variables that it does not use: they would
 * make it invalid (GraphQL specification, sections 5.5.1.4 and 5.8.4).
 */
export function asDocument(operation: OperationDefinitionNode, fragments: readonly FragmentDefinitionNode[]) {
  const used = fragmentsUsed(
    operation,
    new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
  );
  const variables = new Set<string>();
  for (const node of [operation, ...used])
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void variables.add(name.value),
    });
  const kept = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    variables.has(variable.name.value),
  );
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, variableDefinitions: kept }, ...used],
  } as const;
}
