import type { CompositionSuccess } from '@apollo/composition';
import { printSchema } from '@apollo/federation-internals';
import { defaultsAsWritten } from '@holdfast/kit-graphql/defaultsAsWritten';
import { definitionsOf } from '../coordinates.ts';
import { byPlace, type Problem } from '../problem.ts';
import type { SubgraphSource } from '../sources.ts';
import { attemptComposition, SORTED } from './attempt.ts';
import { contextHints } from './contexts.ts';
import { droppedHints } from './dropped.ts';
import { placeErrors } from './errors.ts';
import { placeHints } from './hints.ts';
import { oneOfHints, oneOfInputs, withOneOf, withOneOfDefined } from './oneOf.ts';
import { structureProblems } from './structure.ts';
import { apiProblems } from './validApi.ts';

/** The result of composition: the supergraph for the gateway, and the API schema that its clients see. */
export interface Composed {
  readonly supergraph: string;
  readonly api: string;
}

export type Composition =
  | { readonly composed: Composed; readonly problems: readonly Problem[] }
  /** The problems of severity `error` are the reasons; hints exist only when composition succeeds. */
  | { readonly composed: undefined; readonly problems: readonly Problem[] };

const BANNER = '# Composed from the subgraphs by `npm run schema -- compose`. Do not edit.\n\n';

/**
 * Composes subgraphs (Apollo Federation 2). The result is the same to the byte, however the SDL and the
 * configuration are ordered. It never throws: subgraphs that do not compose yield problems with their places.
 */
export function composeSources(subgraphs: readonly SubgraphSource[]): Composition {
  const malformed = subgraphs.flatMap(structureProblems);
  if (malformed.length > 0) return { composed: undefined, problems: malformed.sort(byPlace) };
  const result = attemptComposition(subgraphs);
  const subjects = { subgraphs, definitions: definitionsOf(subgraphs) };
  if (result.errors)
    return { composed: undefined, problems: placeErrors(result.errors, subjects).sort(byPlace) };
  const composed = print(result, subgraphs);
  const invalid = apiProblems(composed.api, subjects);
  if (invalid.length > 0) return { composed: undefined, problems: invalid.sort(byPlace) };
  const hints = [
    ...placeHints(result.hints, subjects),
    ...subgraphs.flatMap(contextHints),
    ...oneOfHints(subgraphs),
    ...droppedHints(subgraphs, composed.api),
  ];
  return { composed, problems: hints.sort(byPlace) };
}

/**
 * Prints both with Apollo's library, because graphql-js 16 cannot print an object as a custom scalar's
 * default.
 */
function print(
  { schema, supergraphSdl }: CompositionSuccess,
  subgraphs: readonly SubgraphSource[],
): Composed {
  const oneOf = oneOfInputs(subgraphs);
  const written = subgraphs.map(({ document }) => document);
  const complete = (sdl: string) => withOneOf(defaultsAsWritten(sdl, written), oneOf).trim();
  const supergraph = withOneOfDefined(complete(supergraphSdl), oneOf);
  const api = complete(printSchema(schema.toAPISchema(), SORTED));
  return { supergraph: `${BANNER}${supergraph}\n`, api: `${BANNER}${api}\n` };
}
