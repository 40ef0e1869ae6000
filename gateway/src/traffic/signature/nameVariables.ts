import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parseType,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { compareText } from '../compareText.ts';

/** Names and declares the variables of `hideValues.ts`: `id ID!` becomes `id_1`. */
export function nameVariables(
  operation: OperationDefinitionNode,
  fragments: readonly FragmentDefinitionNode[],
): DocumentNode {
  const document: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments] };
  const found = new Set<string>();
  visit(document, {
    Variable({ name }) {
      found.add(name.value);
    },
  });
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const declared: VariableDefinitionNode[] = [];
  for (const placeholder of [...found].sort(compareText)) {
    const [argument = '', type = ''] = placeholder.split(' ', 2);
    const count = (counts.get(argument) ?? 0) + 1;
    counts.set(argument, count);
    const name = `${argument}_${count}`;
    names.set(placeholder, name);
    declared.push({
      kind: Kind.VARIABLE_DEFINITION,
      variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } },
      type: parseType(type, { noLocation: true }),
    });
  }
  const named = visit(document, {
    Variable: ({ name }) => ({
      kind: Kind.VARIABLE,
      name: { kind: Kind.NAME, value: names.get(name.value) ?? name.value },
    }),
  });
  const [first, ...others] = named.definitions;
  return {
    ...named,
    definitions: [{ ...(first as OperationDefinitionNode), variableDefinitions: declared }, ...others],
  };
}
