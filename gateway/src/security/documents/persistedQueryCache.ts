import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import type { Documents } from './documents.ts';

/** The prefix that Apollo Server adds to each hash. */
const PREFIX = 'apq:';

/**
 * Exposes our documents as Apollo Server's cache of automatic persisted queries. Apollo Server looks them up
 * and registers them itself.
 */
export function persistedQueryCache(
  documents: Documents,
): Exclude<ApolloServerOptions<BaseContext>['persistedQueries'], false | undefined> {
  const hashOf = (key: string) => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : key);
  return {
    cache: {
      get: async (key) => documents.find(hashOf(key)),
      set: async (key, text) => documents.register(hashOf(key), text),
      delete: async () => false,
    },
  };
}
