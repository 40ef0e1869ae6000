import type { ApolloServerPlugin } from '@apollo/server';
import type { Log } from '@holdfast/kit/log';
import type { GatewayContext } from '../context.ts';

/**
 * Takes `extensions.valueCompletion` out of answers. The stock executor puts there, and not into `errors`, where it
 * made something null because a field inside it that is never null was: mostly a reference to a thing that is gone,
 * whose null the schema allows. For clients it is noise; for us it can be a subgraph's defect, so the log has it.
 */
export function hideValueCompletion(log: Log): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      async willSendResponse({ response, operationName }) {
        if (response.body.kind !== 'single' || !response.body.singleResult.extensions) return;
        const { valueCompletion, ...extensions } = response.body.singleResult.extensions;
        if (valueCompletion === undefined) return;
        log.debug({ operationName, valueCompletion }, 'something was null that never should be');
        const { extensions: _, ...result } = response.body.singleResult;
        response.body.singleResult = Object.keys(extensions).length > 0 ? { ...result, extensions } : result;
      },
    }),
  };
}
