import { type DefinitionNode, type InputValueDefinitionNode, Kind, type NameNode } from 'graphql';
import type { Place } from './problem.ts';
import { placeOf, type SubgraphSource } from './sources.ts';

/** Where a subgraph defines a coordinate. */
export interface Definition {
  readonly subgraph: string;
  readonly place: Place;
}

/** Where coordinates (`Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE`, `@directive`) are defined. */
export type Definitions = (coordinate: string) => readonly Definition[];

/** Indexes the SDL of all subgraphs once, when first asked: most runs ask for no place. */
export function definitionsOf(subgraphs: readonly SubgraphSource[]): Definitions {
  let index: Map<string, { readonly subgraph: string; readonly name: NameNode }[]> | undefined;
  return (coordinate) => {
    index ??= indexOf(subgraphs);
    return (index.get(coordinate) ?? []).flatMap(({ subgraph, name }) => {
      const place = placeOf(name);
      return place ? [{ subgraph, place }] : [];
    });
  };
}

function indexOf(subgraphs: readonly SubgraphSource[]) {
  const index = new Map<string, { subgraph: string; name: NameNode }[]>();
  for (const { name: subgraph, document } of subgraphs) {
    for (const definition of document.definitions) {
      for (const [coordinate, name] of coordinatesIn(definition)) {
        const all = index.get(coordinate);
        if (all) all.push({ subgraph, name });
        else index.set(coordinate, [{ subgraph, name }]);
      }
    }
  }
  return index;
}

function* coordinatesIn(definition: DefinitionNode): Generator<[string, NameNode]> {
  if (!('name' in definition) || !definition.name) return;
  const type = definition.name.value;
  switch (definition.kind) {
    case Kind.OPERATION_DEFINITION:
    case Kind.FRAGMENT_DEFINITION:
      return;
    case Kind.DIRECTIVE_DEFINITION:
    case Kind.DIRECTIVE_EXTENSION:
      yield [`@${type}`, definition.name];
      return;
  }
  yield [type, definition.name];
  if ('values' in definition)
    for (const { name } of definition.values ?? []) yield [`${type}.${name.value}`, name];
  if (!('fields' in definition)) return;
  for (const field of definition.fields ?? []) {
    yield [`${type}.${field.name.value}`, field.name];
    if ('arguments' in field) yield* argumentsIn(`${type}.${field.name.value}`, field.arguments ?? []);
  }
}

function* argumentsIn(
  field: string,
  arguments_: readonly InputValueDefinitionNode[],
): Generator<[string, NameNode]> {
  for (const { name } of arguments_) yield [`${field}(${name.value}:)`, name];
}
