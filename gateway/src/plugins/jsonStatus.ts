import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../operation/context.ts';

/** What is wrong with the document or its variables: the request itself was well formed. */
const OF_THE_OPERATION = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * Answers with status 200 what is wrong with an operation, to a client that names `application/json` and not
 * `application/graphql-response+json` (GraphQL over HTTP, section 6.4.1: "SHOULD be 200"). Everybody else gets the 400.
 */
export function answerJsonWith200(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ request, response, errors = [] }) {
        const accept = request.http?.headers.get('accept') ?? '';
        if (!accept.includes('application/json') || accept.includes('graphql-response')) return;
        const theirs = errors.every(({ extensions }) => OF_THE_OPERATION.has(String(extensions['code'])));
        if (response.http.status === 400 && errors.length > 0 && theirs) response.http.status = 200;
      },
    }),
  };
}
