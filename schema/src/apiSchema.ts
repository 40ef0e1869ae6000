import { Supergraph } from '@apollo/federation-internals';
import { buildSchema, GraphQLError, type GraphQLSchema, printSchema } from 'graphql';
import type { Baseline } from './baseline.ts';
import { UsageError } from './usageError.ts';

/** A supergraph says so in its own SDL, and is not what clients see. */
const JOIN_SPEC = /@link\(\s*url:\s*"https:\/\/specs\.apollo\.dev\/join\//;

/**
 * The schema that clients see, of an API schema or of a supergraph.
 * @throws UsageError when the SDL is none.
 */
export function apiSchemaOf({ sdl, name }: Baseline): GraphQLSchema {
  try {
    if (!JOIN_SPEC.test(sdl)) return buildSchema(sdl);
    const api = Supergraph.build(sdl, { supportedFeatures: null }).apiSchema().toGraphQLJSSchema();
    // Once more through SDL: comparing reads applied directives from the syntax tree, which a made schema lacks.
    return buildSchema(printSchema(api));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const at = error.locations?.[0];
    throw new UsageError(`${name}${at ? `:${at.line}:${at.column}` : ''}: ${error.message.split('\n')[0]}`);
  }
}
