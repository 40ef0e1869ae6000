import type { CompositionSuccess } from '@apollo/composition';
import { type GraphQLSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { definitionsOf } from '../coordinates.ts';
import { byPlace, type Problem } from '../problem.ts';
import type { SubgraphSource } from '../sources.ts';
import { attemptComposition } from './attempt.ts';
import { contextHints } from './contexts.ts';
import { placeErrors } from './errors.ts';
import { placeHints } from './hints.ts';
import { structureProblems } from './structure.ts';

/** What composing gives: the supergraph for the gateway, and the API schema that its clients see. */
export interface Composed {
  readonly supergraph: string;
  readonly api: string;
}

export type Composition =
  | { readonly composed: Composed; readonly problems: readonly Problem[] }
  /** Those of severity `error` say why; hints are known only of what composes. */
  | { readonly composed: undefined; readonly problems: readonly Problem[] };

const BANNER = '# Composed from the subgraphs by `npm run schema -- compose`. Do not edit.\n\n';

/**
 * Composes subgraphs (Apollo Federation 2). The same bytes come out however the SDL and the configuration are ordered.
 * Whatever does not compose is told by problems with their places, and nothing is thrown.
 */
export function composeSources(subgraphs: readonly SubgraphSource[]): Composition {
  const malformed = subgraphs.flatMap(structureProblems);
  if (malformed.length > 0) return { composed: undefined, problems: malformed.sort(byPlace) };
  const result = attemptComposition(subgraphs);
  const subjects = { subgraphs, definitions: definitionsOf(subgraphs) };
  if (result.errors)
    return { composed: undefined, problems: placeErrors(result.errors, subjects).sort(byPlace) };
  const hints = [...placeHints(result.hints, subjects), ...subgraphs.flatMap(contextHints)];
  return { composed: print(result), problems: hints.sort(byPlace) };
}

function print({ schema, supergraphSdl }: CompositionSuccess): Composed {
  const api = schema.toAPISchema().toGraphQLJSSchema() as GraphQLSchema;
  return {
    supergraph: `${BANNER}${supergraphSdl.trim()}\n`,
    api: `${BANNER}${printSchema(lexicographicSortSchema(api)).trim()}\n`,
  };
}
