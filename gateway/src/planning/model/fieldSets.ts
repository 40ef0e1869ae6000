import { type FieldNode, parse, print, type SelectionNode, type SelectionSetNode } from 'graphql';

/** Parses the text of `@key(fields:)` and its like. */
export function parseFieldSet(text: string): SelectionSetNode {
  const trimmed = text.trim();
  const [definition] = parse(trimmed.startsWith('{') ? trimmed : `{${trimmed}}`, {
    noLocation: true,
  }).definitions;
  if (definition?.kind !== 'OperationDefinition') throw new Error(`This is no field set: ${text}`);
  return definition.selectionSet;
}

export function printFieldSet(selections: SelectionSetNode): string {
  const text = print(selections).replaceAll(/\s+/g, ' ');
  return text.slice(1, -1).trim();
}

/** The name under which a field's value stands in its object. */
export const responseName = (field: FieldNode) => field.alias?.value ?? field.name.value;

/** Every field name in a selection, at any depth. Named fragments are not followed: field sets have none. */
export function* fieldNames(selections: readonly SelectionNode[]): Generator<string> {
  for (const selection of selections) {
    if (selection.kind === 'Field') yield selection.name.value;
    if (selection.kind !== 'FragmentSpread' && selection.selectionSet)
      yield* fieldNames(selection.selectionSet.selections);
  }
}
