import type { ApolloServerPlugin } from '@apollo/server';
import type { KnownOperations } from '../fastPath/knownOperations.ts';
import type { GatewayContext } from '../operation/context.ts';
import type { Traffic } from '../traffic/traffic.ts';
import { measuredAs } from './telemetry.ts';

/** Registers each operation that passed all checks with the fast path. */
export function rememberOperation(
  known: KnownOperations,
  traffic: Traffic,
): ApolloServerPlugin<GatewayContext> {
  return {
    requestDidStart: async () => ({
      executionDidStart: async ({ source, request, document, operation, queryHash, schema }) => {
        const key = `${queryHash} ${operation.name?.value ?? ''}`;
        const measured = { ...measuredAs(operation, document), road: 'short' as const };
        const counted = traffic.identify(document, operation, schema);
        known.remember(source, request.operationName, {
          document,
          operation,
          key,
          schema,
          measured,
          counted,
        });
      },
    }),
  };
}
