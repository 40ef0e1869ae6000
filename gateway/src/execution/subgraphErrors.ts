/** Maps the errors of subgraphs to the places in the client's response that they affect. */

import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { firstCost } from '../subgraphs/firstCost.ts';
import { at } from './at.ts';
import { collectPlaces, type Data, isObject, type Place } from './merge.ts';
import type { SentPart, Target } from './sentPart.ts';

/** An error that a subgraph reported, with its code. */
export class SubgraphError extends GraphQLError {}

type Path = readonly (string | number)[];

/**
 * Splits the errors of a joined answer by part. An error belongs to the part whose prefix its path begins
 * with; an error without a path, or with another beginning, belongs to all parts.
 * @param prefixes the prefixes of the parts' root fields; a single part has an empty one.
 */
export function splitErrors(
  errors: readonly GraphQLFormattedError[],
  prefixes: readonly string[],
): readonly (readonly GraphQLFormattedError[])[] {
  if (prefixes.length === 1) return [errors];
  const split: GraphQLFormattedError[][] = prefixes.map(() => []);
  for (const error of errors) {
    const [root, ...rest] = error.path ?? [];
    const n = prefixes.findIndex((prefix) => String(root).startsWith(prefix));
    if (n < 0) for (const each of split) each.push(error);
    else at(split, n).push({ ...error, path: [String(root).slice(at(prefixes, n).length), ...rest] });
  }
  return split;
}

/** Returns the errors of an answer, an entity's error once for each place of the entity. */
export function errorsOfAnswer(
  errors: readonly GraphQLFormattedError[],
  sent: SentPart,
  data: Data,
): GraphQLError[] {
  const places = sent.targets.map((target) => placesOf(target, data));
  return errors.flatMap((error) => {
    const [, index, ...rest] = error.path ?? [];
    if (!sent.part.represent) return places.map((of) => errorAt(error, pathWithin(error.path, of()[0])));
    if (typeof index !== 'number') {
      return places.flatMap((of) => {
        const first = firstAsked(of());
        return first ? [errorAt(error, error.path && first.path)] : [];
      });
    }
    return places.flatMap((of) =>
      of()
        .filter((place) => place.index === index)
        .map(({ path }) => errorAt(error, [...path, ...rest])),
    );
  });
}

/**
 * Returns the objects that received no data because of an answer's errors.
 * @param entities the entities of the answer; undefined when it has no data, or when it was for root fields.
 */
export function objectsLost(
  errors: readonly GraphQLFormattedError[],
  { targets }: SentPart,
  entities: unknown,
): Data[] {
  const indexes = new Set(errors.map(({ path }) => path?.[1]));
  const all = !Array.isArray(entities) || errors.some(({ path }) => typeof path?.[1] !== 'number');
  return targets.flatMap(({ objects, indexes: of }) =>
    objects.filter((_, i) => {
      const index = of[i] ?? -1;
      return all || (indexes.has(index) && !isObject(entities[index]));
    }),
  );
}

/** Returns one error for each fetch, at the first field that it leaves without a value. */
export function errorsOfFault(
  { message, extensions, originalError }: GraphQLError,
  { part, targets, representations }: SentPart,
  data: Data,
): GraphQLError[] {
  return targets.flatMap((target) => {
    const places = placesOf(target, data)();
    const first = part.represent ? firstAsked(places) : places[0];
    if (!first) return [];
    const representation: unknown = JSON.parse(representations[first.index] ?? 'null');
    const cost = firstCost(part.operation, part.represent ? { representations: [representation] } : {});
    const path = [...first.path, ...(part.represent ? cost.slice(2) : cost)];
    return [new GraphQLError(message, { path, extensions, originalError })];
  });
}

interface EntityPlace extends Place {
  /** The index of the entity's representation. */
  readonly index: number;
}

/** Returns a function that finds the places once, when the first error needs them. */
function placesOf({ path, objects, indexes }: Target, data: Data): () => readonly EntityPlace[] {
  let places: readonly EntityPlace[] | undefined;
  return () => {
    if (places) return places;
    const byObject = new Map(objects.map((object, i) => [object, at(indexes, i)]));
    places = collectPlaces(data, path).map((place) => ({
      ...place,
      index: byObject.get(place.object) ?? -1,
    }));
    return places;
  };
}

/**
 * Returns the first place with a representation, if any: entities of other types, or already complete ones,
 * have none.
 */
const firstAsked = (places: readonly EntityPlace[]) => places.find(({ index }) => index >= 0);

const pathWithin = (path: Path | undefined, first: EntityPlace | undefined): Path | undefined =>
  path && [...(first?.path ?? []), ...path];

/** A subgraph's error without a code is a defect of the subgraph. */
function errorAt({ message, extensions }: GraphQLFormattedError, path: Path | undefined): SubgraphError {
  return new SubgraphError(message, {
    ...(path && { path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions },
  });
}
