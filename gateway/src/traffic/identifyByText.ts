import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import type { GraphQLSchema } from 'graphql';
import type { ReadOperation } from '../operation/readOperation.ts';
import type { OperationIdentity } from './format.ts';
import type { Traffic } from './traffic.ts';

/** The most texts kept for each schema, and the most characters of each. */
const MAX_TEXTS = 200;
const MAX_LENGTH = 16_384;

export type IdentifyByText = (
  given: { readonly query: string; readonly operationName?: string | null | undefined },
  read: ReadOperation,
  schema: GraphQLSchema,
) => OperationIdentity;

/**
 * Identifies operations that are parsed each time, and caches the result by text: ten thousand reconnecting
 * clients start the same subscription.
 */
export function createIdentifyByText(traffic: Pick<Traffic, 'identify'>): IdentifyByText {
  const known = new WeakMap<GraphQLSchema, BoundedMap<string, OperationIdentity>>();
  return ({ query, operationName }, { document, operation }, schema) => {
    const identify = () => traffic.identify(document, operation, schema);
    if (query.length > MAX_LENGTH) return identify();
    const texts = known.get(schema) ?? new BoundedMap<string, OperationIdentity>({ entries: MAX_TEXTS });
    known.set(schema, texts);
    const key = `${operationName ?? ''} ${query}`;
    const identity = texts.get(key) ?? identify();
    texts.set(key, identity);
    return identity;
  };
}
