import { printSchema, Supergraph } from '@apollo/federation-internals';
import { defaultsAsWritten } from '@holdfast/kit-graphql/defaultsAsWritten';
import { buildSchema, GraphQLError, type GraphQLSchema, parse } from 'graphql';
import { UsageError } from './usageError.ts';

const JOIN_SPEC = /@link\(\s*url:\s*"https:\/\/specs\.apollo\.dev\/join\//;

/**
 * Returns true for the SDL of a supergraph, which links the join specification and is not what clients see.
 */
export function isSupergraph(sdl: string): boolean {
  return JOIN_SPEC.test(sdl);
}

/**
 * Builds the schema that clients see from the SDL of an API schema or of a supergraph.
 * @throws UsageError when the SDL is neither.
 */
export function apiSchemaOf({ sdl, name }: { readonly sdl: string; readonly name: string }): GraphQLSchema {
  try {
    if (!isSupergraph(sdl)) return buildSchema(sdl);
    const api = Supergraph.build(sdl, { supportedFeatures: null }).apiSchema();
    return buildSchema(defaultsAsWritten(printSchema(api), [parse(sdl)]));
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const at = error.locations?.[0];
    throw new UsageError(`${name}${at ? `:${at.line}:${at.column}` : ''}: ${error.message.split('\n')[0]}`);
  }
}
