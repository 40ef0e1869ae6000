import { type ConstDirectiveNode, type DefinitionNode, type GraphQLSchema, Kind, print } from 'graphql';
import { elementsIn } from '../../elements.ts';

/** The definitions of a schema: those of a document, or those that a schema was built from. */
export type Definitions = readonly DefinitionNode[];

/** A part of a schema with the directives applied to it. */
export interface Applied {
  readonly kind: Kind;
  readonly coordinate: string;
  readonly directives: readonly ConstDirectiveNode[];
}

/**
 * Returns, by coordinate, every part of a schema with the directives applied to it, including those of
 * extensions.
 */
export function appliedIn(definitions: Definitions): ReadonlyMap<string, Applied> {
  const found = new Map<string, Applied>();
  for (const definition of definitions) {
    for (const [coordinate, { kind, directives = [] }] of elementsIn(definition)) {
      const known = found.get(coordinate);
      found.set(coordinate, {
        kind: known?.kind ?? kind,
        coordinate,
        directives: [...(known?.directives ?? []), ...directives],
      });
    }
  }
  return found;
}

/** Returns the definitions that a schema was built from. */
export function definitionsOfSchema(schema: GraphQLSchema): Definitions {
  return [schema, ...Object.values(schema.getTypeMap()), ...schema.getDirectives()].flatMap((part) => [
    ...(part.astNode ? [part.astNode] : []),
    ...('extensionASTNodes' in part ? part.extensionASTNodes : []),
  ]);
}

/** Returns the defaults of directives' arguments as text, by `@directive(argument:)`. */
export function defaultsIn(definitions: Definitions): ReadonlyMap<string, string> {
  return new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.DIRECTIVE_DEFINITION
        ? (definition.arguments ?? []).flatMap(({ name, defaultValue }): [string, string][] =>
            defaultValue ? [[`@${definition.name.value}(${name.value}:)`, print(defaultValue)]] : [],
          )
        : [],
    ),
  );
}
