import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../operation/context.ts';
import type { Admission } from '../security/admission.ts';
import { readWeights } from '../security/limits/weights.ts';

/** The header with which a client requests `extensions.cost`. */
const HEADER = 'x-holdfast-cost';

/**
 * Keeps the admission's schema current, and reports the estimated cost in `extensions.cost` to a client that
 * requests it (`x-holdfast-cost: 1`). Admission itself runs before Apollo Server sees a request.
 * @param max the maximum cost of an operation; `Infinity` for no limit.
 */
export function measureOperations(admission: Admission, max: number): ApolloServerPlugin<GatewayContext> {
  return {
    serverWillStart: async () => ({
      schemaDidLoadOrUpdate({ apiSchema, coreSupergraphSdl }) {
        admission.measureBy(apiSchema, readWeights(coreSupergraphSdl ?? ''));
      },
    }),
    requestDidStart: async ({ request }) => {
      if (request.http?.headers.get(HEADER) !== '1') return undefined;
      return {
        async willSendResponse({ source, response: { body } }) {
          if (source === undefined || body.kind !== 'single') return;
          const estimated = admission.costOf(source, request.operationName, request.variables);
          if (estimated === undefined) return;
          const cost = { estimated, max: max === Number.POSITIVE_INFINITY ? null : max };
          body.singleResult = {
            ...body.singleResult,
            extensions: { ...body.singleResult.extensions, cost },
          };
        },
      };
    },
  };
}
