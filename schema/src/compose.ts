import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { composeServices } from '@apollo/composition';
import { type GraphQLError, type GraphQLSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';

/** What composing gives: the supergraph for the gateway, and the API schema that its clients see. */
export interface Composed {
  readonly supergraph: string;
  readonly api: string;
}

/** Composition refused the subgraphs; `message` has a line for each reason. */
export class CompositionError extends Error {
  override name = 'CompositionError';
}

interface Config {
  /** By name: the SDL file, relative to the configuration, and where the subgraph answers unless told otherwise. */
  readonly subgraphs: Readonly<Record<string, { readonly schema: string; readonly url: string }>>;
}

const BANNER = '# Composed from the subgraphs by `npm run schema -- compose`. Do not edit.\n\n';

/**
 * Composes the subgraphs that a configuration file names (Apollo Federation 2).
 * @throws CompositionError when they do not compose.
 */
export async function compose(configFile: string): Promise<Composed> {
  const config = JSON.parse(await readFile(configFile, 'utf8')) as Config;
  const subgraphs = await Promise.all(
    Object.entries(config.subgraphs).map(async ([name, { schema, url }]) => {
      const file = resolve(dirname(configFile), schema);
      return { name, url, typeDefs: parseSdl(await readFile(file, 'utf8'), schema) };
    }),
  );
  const result = composeServices(subgraphs);
  if (result.errors) throw new CompositionError(result.errors.map(describe).join('\n'));
  const api = result.schema.toAPISchema().toGraphQLJSSchema() as GraphQLSchema;
  return {
    supergraph: `${BANNER}${result.supergraphSdl.trim()}\n`,
    api: `${BANNER}${printSchema(lexicographicSortSchema(api)).trim()}\n`,
  };
}

/** Writes `supergraph.graphql` and `api.graphql` beside the configuration. @returns those that changed. */
export async function writeComposed(configFile: string, composed: Composed): Promise<string[]> {
  const changed: string[] = [];
  for (const [name, text] of Object.entries(composed)) {
    const file = join(dirname(configFile), `${name}.graphql`);
    const before = await readFile(file, 'utf8').catch(() => undefined);
    if (before === text) continue;
    await writeFile(file, text);
    changed.push(`${name}.graphql`);
  }
  return changed;
}

function parseSdl(sdl: string, file: string) {
  try {
    return parse(sdl);
  } catch (error) {
    throw new CompositionError(`${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

function describe(error: GraphQLError): string {
  const code = error.extensions['code'];
  return typeof code === 'string' ? `${code}: ${error.message}` : error.message;
}
