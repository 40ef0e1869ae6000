import { type DocumentNode, type NameNode, OperationTypeNode } from 'graphql';
import { elementsIn } from './elements.ts';
import type { Place } from './problem.ts';
import { placeOf, type SubgraphSource } from './sources.ts';

/** A definition of a coordinate in a subgraph. */
export interface Definition {
  readonly subgraph: string;
  readonly place: Place;
}

/** Finds the definitions of `Type`, `Type.field`, `Type.field(argument:)`, `Enum.VALUE` or `@directive`. */
export type Definitions = (coordinate: string) => readonly Definition[];

type Index = Map<string, { readonly subgraph: string; readonly name: NameNode }[]>;

/**
 * Indexes the SDL of all subgraphs on first use, because most runs need no place. Coordinates are those of
 * the API, in which a root type has its default name, whatever a subgraph calls it. A subgraph's own name for
 * a root type is found when nothing else has that name.
 */
export function definitionsOf(subgraphs: readonly SubgraphSource[]): Definitions {
  let indexes: readonly Index[] | undefined;
  return (coordinate) => {
    indexes ??= indexesOf(subgraphs);
    const found = indexes.map((index) => index.get(coordinate)).find((all) => all !== undefined);
    return (found ?? []).flatMap(({ subgraph, name }) => {
      const place = placeOf(name);
      return place ? [{ subgraph, place }] : [];
    });
  };
}

function indexesOf(subgraphs: readonly SubgraphSource[]): readonly Index[] {
  const [ofApi, own]: [Index, Index] = [new Map(), new Map()];
  for (const { name: subgraph, document } of subgraphs) {
    const roots = rootNamesIn(document);
    for (const definition of document.definitions) {
      for (const [coordinate, node] of elementsIn(definition)) {
        if (!('name' in node) || !node.name) continue;
        const found = { subgraph, name: node.name };
        const [type = ''] = coordinate.split(/[.(]/);
        const root = roots.get(type);
        add(ofApi, root === undefined ? coordinate : root + coordinate.slice(type.length), found);
        if (root !== undefined) add(own, coordinate, found);
      }
    }
  }
  return [ofApi, own];
}

function add(index: Index, coordinate: string, found: { subgraph: string; name: NameNode }): void {
  const all = index.get(coordinate);
  if (all) all.push(found);
  else index.set(coordinate, [found]);
}

const DEFAULT_NAMES: Readonly<Record<OperationTypeNode, string>> = {
  [OperationTypeNode.QUERY]: 'Query',
  [OperationTypeNode.MUTATION]: 'Mutation',
  [OperationTypeNode.SUBSCRIPTION]: 'Subscription',
};

/** Maps a subgraph's names of root types to their names in the API. */
export function rootNamesIn({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const operationTypes = definitions.flatMap((definition) =>
    'operationTypes' in definition ? (definition.operationTypes ?? []) : [],
  );
  return new Map(operationTypes.map(({ operation, type }) => [type.name.value, DEFAULT_NAMES[operation]]));
}
