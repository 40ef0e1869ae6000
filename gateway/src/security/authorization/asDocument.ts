import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, visit } from 'graphql';

/** An operation as a document, without the fragments and variables that it does not use: they would make it invalid (GraphQL
 * specification, sections 5.5.1.4 and 5.8.4). */
export function asDocument(operation: OperationDefinitionNode, fragments: readonly FragmentDefinitionNode[]) {
  const byName = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  const used = new Set<FragmentDefinitionNode>();
  const variables = new Set<string>();
  const look = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      VariableDefinition: () => false,
      Variable: ({ name }) => void variables.add(name.value),
      FragmentSpread({ name }) {
        const fragment = byName.get(name.value);
        if (!fragment || used.has(fragment)) return;
        used.add(fragment);
        look(fragment);
      },
    });
  };
  look(operation);
  const kept = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    variables.has(variable.name.value),
  );
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, variableDefinitions: kept }, ...used],
  } as const;
}
