import type { DocumentNode, GraphQLError, GraphQLSchema } from 'graphql';
import { refusal, validateDocument } from '../operation/readOperation.ts';

/** Checks that the documents of running subscriptions are still valid after the schema has changed. */
export interface Validity {
  /** @param query the document's text. @returns the error for its client when it is no longer valid. */
  refuse(query: string, document: DocumentNode): GraphQLError | undefined;
}

/**
 * Validates each document once for each schema, however many clients subscribe with it.
 * @param schema returns the current API schema.
 */
export function createValidity(schema: () => GraphQLSchema, hideSuggestions: boolean): Validity {
  let known = schema();
  let refusals = new Map<string, GraphQLError | undefined>();
  return {
    refuse(query, document) {
      const current = schema();
      if (current !== known) {
        known = current;
        refusals = new Map();
      }
      if (!refusals.has(query)) {
        const [first] = validateDocument(current, document, hideSuggestions);
        refusals.set(
          query,
          first &&
            refusal(
              `The API has changed, and this subscription is no longer part of it: ${first.message}`,
              'GRAPHQL_VALIDATION_FAILED',
            ),
        );
      }
      return refusals.get(query);
    },
  };
}
