import { type DefinitionNode, type DocumentNode, Kind, parse } from 'graphql';

/**
 * Returns a subgraph with the links of a document and nothing else, to find what they import and what is
 * wrong in them.
 */
export function linksOf({ definitions }: DocumentNode): DocumentNode {
  const directives = definitions.flatMap((definition) =>
    definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION
      ? (definition.directives ?? []).filter(({ name }) => name.value === 'link')
      : [],
  );
  const extension: DefinitionNode = { kind: Kind.SCHEMA_EXTENSION, directives };
  const query = parse('type Query { _: Int }', { noLocation: true }).definitions;
  return { kind: Kind.DOCUMENT, definitions: directives.length > 0 ? [extension, ...query] : query };
}
