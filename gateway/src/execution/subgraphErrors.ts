/** What subgraphs say went wrong, as errors at the places of the client's response that it cost. */

import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { firstCost } from '../subgraphs/firstCost.ts';
import type { Asked, Target } from './asked.ts';
import { at } from './at.ts';
import { collectPlaces, type Data, isObject, type Place } from './merge.ts';

/** An error that a subgraph told, with the code that it gave it. */
export class SubgraphError extends GraphQLError {}

type Path = readonly (string | number)[];

/**
 * The errors of a joined answer, for each of its parts. One belongs to the part that its path begins in; one without a path,
 * or with one that begins in none, to all.
 * @param prefixes of the parts' root fields; a part that is alone has none.
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

/** An error of an entity is one for each place where the entity is. */
export function errorsOfAnswer(
  errors: readonly GraphQLFormattedError[],
  asked: Asked,
  data: Data,
): GraphQLError[] {
  const places = asked.targets.map((target) => placesOf(target, data));
  return errors.flatMap((error) => {
    const [, index, ...rest] = error.path ?? [];
    if (!asked.part.represent) return places.map((of) => errorAt(error, pathWithin(error.path, of()[0])));
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
 * The objects of which errors of an answer cost something that is never null: those that nothing came for.
 * @param entities as they came; undefined where there is no data, or root fields were asked for.
 */
export function costOfAnswer(
  errors: readonly GraphQLFormattedError[],
  { targets }: Asked,
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

/** One error for each fetch, at the first field that it cost. */
export function errorsOfFault(
  { message, extensions, originalError }: GraphQLError,
  { part, targets, representations }: Asked,
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
  /** Of the entity's representation. */
  readonly index: number;
}

/** Looked for once, when the first error needs it. */
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

/** A place may have none that was asked for: its things are of other types, or there already. */
const firstAsked = (places: readonly EntityPlace[]) => places.find(({ index }) => index >= 0);

const pathWithin = (path: Path | undefined, first: EntityPlace | undefined): Path | undefined =>
  path && [...(first?.path ?? []), ...path];

/** A subgraph's error that came without a code is a defect of its own. */
function errorAt({ message, extensions }: GraphQLFormattedError, path: Path | undefined): SubgraphError {
  return new SubgraphError(message, {
    ...(path && { path }),
    extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions },
  });
}
