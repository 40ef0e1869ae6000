import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayContext } from '../operation/context.ts';
import type { Admission } from '../security/admission.ts';
import { readWeights } from '../security/limits/weights.ts';

/** The header by which a client asks for `extensions.cost`. */
const HEADER = 'x-holdfast-cost';

/**
 * Measures operations by the schema as it is now, and tells a client that asks for it (`x-holdfast-cost: 1`) what its
 * operation was estimated to cost: `extensions.cost`. Requests were admitted before Apollo Server saw them.
 * @param max what an operation may cost; `Infinity` for no limit.
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
