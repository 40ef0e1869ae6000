import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../operation/context.ts';

/** The codes for faults of the document or its variables, in a well-formed request. */
const OPERATION_FAULTS = new Set(['GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT']);

/**
 * Answers a faulty operation with status 200 when the client accepts `application/json` and not
 * `application/graphql-response+json` (GraphQL over HTTP, section 6.4.1: "SHOULD be 200"). All other clients
 * get 400.
 */
export function answerJsonWith200(): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ request, response, errors = [] }) {
        const accept = request.http?.headers.get('accept') ?? '';
        if (!accept.includes('application/json') || accept.includes('graphql-response')) return;
        const theirs = errors.every(({ extensions }) => OPERATION_FAULTS.has(String(extensions['code'])));
        if (response.http.status === 400 && errors.length > 0 && theirs) response.http.status = 200;
      },
    }),
  };
}
