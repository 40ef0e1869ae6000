import { type ASTNode, Kind } from 'graphql';
import type { Definition, Definitions } from '../coordinates.ts';
import { type Place, placeText } from '../problem.ts';
import { placeOf, type SubgraphSource } from '../sources.ts';

/** What the text of an error or a hint may be about. */
export interface Subjects {
  readonly subgraphs: readonly SubgraphSource[];
  readonly definitions: Definitions;
}

/** Where nodes stand that were parsed from the subgraphs' files; composition makes others up, which have no place. */
export function placesOfNodes(nodes: readonly ASTNode[], { subgraphs }: Subjects): Place[] {
  const ours = new Set(subgraphs.map(({ source }) => source));
  return nodes.flatMap((node) => (node.loc && ours.has(node.loc.source) ? (placeOf(node) ?? []) : []));
}

/**
 * For errors without nodes: where the subgraphs define what the message speaks of, in those that it names if it names
 * any. When it says only in which subgraph, that file; when it says nothing, nowhere: a wrong line is worse than none.
 * @param coordinate when it is known without reading the message.
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

/** Where `@link` is applied to a specification whose address the message has in it. */
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

/** The same place only once, in the order given. */
export function distinctPlaces(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [placeText(place), place])).values()];
}

function names(message: string, subgraph: string): boolean {
  return message.startsWith(`[${subgraph}] `) || message.includes(`subgraph "${subgraph}"`);
}

/** `"Type.field(argument:)"`, `"Type.field"`, `"Type"` and `"@directive"` as messages quote them, in their order. */
function quotedCoordinates(message: string): string[] {
  return [...message.matchAll(/["'`](@?[A-Za-z_]\w*(?:\.\w+(?:\(\w+:\))?)?)["'`]/g)].flatMap(
    ([, coordinate]) => coordinate ?? [],
  );
}
