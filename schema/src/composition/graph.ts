import type { GraphQLSchema } from 'graphql';
import { apiSchemaOf } from '../apiSchema.ts';
import type { Config } from '../config.ts';
import type { Problem } from '../problem.ts';
import { readSources, type SubgraphSource } from '../sources.ts';
import { type Composed, composeSources } from './compose.ts';

/** The graph composed from the current subgraphs, whether or not the committed files agree. */
export interface ComposedGraph {
  readonly composed: Composed;
  readonly api: GraphQLSchema;
  readonly subgraphs: readonly SubgraphSource[];
}

/**
 * Composes for commands other than `compose`, which drop the hints.
 * @returns the problems when composition fails.
 */
export async function composeGraph(
  config: Config,
  cwd: string,
): Promise<{ readonly graph: ComposedGraph } | { readonly problems: readonly Problem[] }> {
  const { subgraphs, problems } = await readSources(config.subgraphs, cwd);
  if (problems.length > 0) return { problems };
  const { composed, problems: found } = composeSources(subgraphs);
  if (!composed) return { problems: found };
  const api = apiSchemaOf({ sdl: composed.api, name: 'the composed API schema' });
  return { graph: { composed, api, subgraphs } };
}
