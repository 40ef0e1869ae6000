import { type ASTNode, Kind } from 'graphql';
import type { Definition, Definitions } from '../coordinates.ts';
import { type Place, placeText } from '../problem.ts';
import { placeOf, type SubgraphSource } from '../sources.ts';

/** The subgraphs and definitions that a message may refer to. */
export interface Subjects {
  readonly subgraphs: readonly SubgraphSource[];
  readonly definitions: Definitions;
}

/**
 * Returns the places of nodes that were parsed from the subgraphs' files; nodes that composition creates have
 * none.
 */
export function placesOfNodes(nodes: readonly ASTNode[], { subgraphs }: Subjects): Place[] {
  const ours = new Set(subgraphs.map(({ source }) => source));
  return nodes.flatMap((node) => (node.loc && ours.has(node.loc.source) ? (placeOf(node) ?? []) : []));
}

/**
 * Returns the places for an error without nodes: where the subgraphs define what the message mentions,
 * limited to the subgraphs that it names, if any. When it names only a subgraph, that is its file. When it
 * names nothing, there is no place: a wrong line is worse than none.
 * @param coordinate the coordinate, when it is known without reading the message.
 */
export function placesInMessage(
  message: string,
  coordinate: string | undefined,
  { subgraphs, definitions }: Subjects,
): Place[] {
  const named = subgraphs.filter(({ name }) => names(message, name));
  const among = new Set((named.length > 0 ? named : subgraphs).map(({ name }) => name));
  for (const candidate of coordinate === undefined ? quotedCoordinates(message) : [coordinate]) {
    const found = definitions(candidate);
    const inNamed = found.filter((definition: Definition) => among.has(definition.subgraph));
    const chosen = inNamed.length > 0 || coordinate === undefined ? inNamed : found;
    if (chosen.length > 0) return chosen.map(({ place }) => place);
  }
  const links = linksNamed(message, named);
  return links.length === 1 ? links : named.map(({ file }) => ({ file }));
}

/** Returns the places of the `@link` directives whose specification's URL the message contains. */
function linksNamed(message: string, subgraphs: readonly SubgraphSource[]): Place[] {
  return subgraphs.flatMap(({ document }) =>
    document.definitions
      .flatMap((definition) => definition.directives ?? [])
      .filter(({ name, arguments: given = [] }) => {
        const url = given.find((argument) => argument.name.value === 'url')?.value;
        if (name.value !== 'link' || url?.kind !== Kind.STRING) return false;
        const identity = url.value.replace(/\/v\d+\.\d+\/?$/, '');
        return message.includes(`"${identity}"`) || message.includes(` ${identity} `);
      })
      .flatMap((directive) => placeOf(directive) ?? []),
  );
}

/** Removes repeated places and keeps the order. */
export function distinctPlaces(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [placeText(place), place])).values()];
}

function names(message: string, subgraph: string): boolean {
  return message.startsWith(`[${subgraph}] `) || message.includes(`subgraph "${subgraph}"`);
}

/**
 * Returns the coordinates that a message quotes, such as `"Type.field(argument:)"` or `"@directive"`, in
 * their order.
 */
function quotedCoordinates(message: string): string[] {
  return [...message.matchAll(/["'`](@?[A-Za-z_]\w*(?:\.\w+(?:\(\w+:\))?)?)["'`]/g)].flatMap(
    ([, coordinate]) => coordinate ?? [],
  );
}
