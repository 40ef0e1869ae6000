import {
  type ConstDirectiveNode,
  type DefinitionNode,
  type EnumValueDefinitionNode,
  type FieldDefinitionNode,
  type InputValueDefinitionNode,
  Kind,
  type TypeSystemDefinitionNode,
  type TypeSystemExtensionNode,
} from 'graphql';

/** A part of a schema that directives may be applied to. */
export type ElementNode = (
  | TypeSystemDefinitionNode
  | TypeSystemExtensionNode
  | FieldDefinitionNode
  | InputValueDefinitionNode
  | EnumValueDefinitionNode
) & { readonly directives?: readonly ConstDirectiveNode[] | undefined };

/**
 * Yields the elements of a definition with their coordinates (`Type`, `Type.field`, `Type.field(argument:)`,
 * `Enum.VALUE`, `@directive`, `@directive(argument:)`). The coordinate of the schema itself is `schema`.
 */
export function* elementsIn(definition: DefinitionNode): Generator<[string, ElementNode]> {
  switch (definition.kind) {
    case Kind.OPERATION_DEFINITION:
    case Kind.FRAGMENT_DEFINITION:
      return;
    case Kind.SCHEMA_DEFINITION:
    case Kind.SCHEMA_EXTENSION:
      yield ['schema', definition];
      return;
    case Kind.DIRECTIVE_DEFINITION:
      yield [`@${definition.name.value}`, definition];
      yield* argumentsIn(`@${definition.name.value}`, definition.arguments ?? []);
      return;
    case Kind.DIRECTIVE_EXTENSION:
      yield [`@${definition.name.value}`, definition];
      return;
  }
  const type = definition.name.value;
  yield [type, definition];
  if ('values' in definition)
    for (const value of definition.values ?? []) yield [`${type}.${value.name.value}`, value];
  if (!('fields' in definition)) return;
  for (const field of definition.fields ?? []) {
    const coordinate = `${type}.${field.name.value}`;
    yield [coordinate, field];
    if ('arguments' in field) yield* argumentsIn(coordinate, field.arguments ?? []);
  }
}

function* argumentsIn(
  owner: string,
  arguments_: readonly InputValueDefinitionNode[],
): Generator<[string, ElementNode]> {
  for (const argument of arguments_) yield [`${owner}(${argument.name.value}:)`, argument];
}
