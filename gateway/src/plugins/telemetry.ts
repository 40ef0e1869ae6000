import type { ApolloServerPlugin } from '@apollo/server';
import { codeOf } from '@holdfast/kit-base/errors';
import { rootFieldsOf } from '@holdfast/kit-graphql/rootFields';
import type { DocumentNode, OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../operation/context.ts';
import type { MeasuredOperation } from '../telemetry/metrics.ts';
import type { GatewayTelemetry } from '../telemetry/telemetry.ts';

/** Reports each operation that passes through Apollo Server. */
export function observeOperations(telemetry: GatewayTelemetry): ApolloServerPlugin<GatewayContext> {
  const { metrics } = telemetry;
  return {
    contextCreationDidFail: async ({ error }) => metrics.refused(codeOf(error) ?? 'INTERNAL_SERVER_ERROR'),
    invalidRequestWasReceived: async () => metrics.refused('BAD_REQUEST'),
    requestDidStart: async ({ request: { http } }) => {
      const running = telemetry.begin('apollo', {
        name: http?.headers.get('apollographql-client-name'),
        version: http?.headers.get('apollographql-client-version'),
      });
      return {
        didResolveOperation: async ({ operation, document }) => {
          if (!operation) return;
          running.describe(measuredAs(operation, document));
        },
        willSendResponse: async ({ response: { body } }) => {
          const [error] = (body.kind === 'single' && body.singleResult.errors) || [];
          running.ended({ code: error ? String(error.extensions?.['code'] ?? 'UNKNOWN') : null });
        },
      };
    },
  };
}

/** Returns the metrics labels of an operation. */
export function measuredAs(
  operation: OperationDefinitionNode,
  document: DocumentNode,
): Omit<MeasuredOperation, 'road'> {
  const [field = null, ...others] = rootFieldsOf(operation, document);
  return {
    name: operation.name?.value ?? null,
    type: operation.operation,
    field: others.length > 0 ? null : field,
  };
}
