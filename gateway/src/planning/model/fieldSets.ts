import { type FieldNode, parse, print, type SelectionNode, type SelectionSetNode } from 'graphql';

/** Parses a field set, such as `@key(fields:)`. */
export function parseFieldSet(text: string): SelectionSetNode {
  const trimmed = text.trim();
  const [definition] = parse(trimmed.startsWith('{') ? trimmed : `{${trimmed}}`, {
    noLocation: true,
  }).definitions;
  if (definition?.kind !== 'OperationDefinition') throw new Error(`This is not a field set: ${text}`);
  return definition.selectionSet;
}

export function printFieldSet(selections: SelectionSetNode): string {
  const text = print(selections).replaceAll(/\s+/g, ' ');
  return text.slice(1, -1).trim();
}

/** Returns the key of a field's value in the response. */
export const responseName = (field: FieldNode) => field.alias?.value ?? field.name.value;

/** Yields every field name in a selection, at any depth. It ignores named fragments: field sets have none. */
export function* fieldNames(selections: readonly SelectionNode[]): Generator<string> {
  for (const selection of selections) {
    if (selection.kind === 'Field') yield selection.name.value;
    if (selection.kind !== 'FragmentSpread' && selection.selectionSet)
      yield* fieldNames(selection.selectionSet.selections);
  }
}
