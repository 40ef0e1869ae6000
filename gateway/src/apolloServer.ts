/** Apollo Server as the gateway's regular path, with its validation, refusals and telemetry. */
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { OneOfVariablesRule } from '@holdfast/kit-graphql/oneOfVariables';
import type { GraphQLSchema } from 'graphql';
import { formatError } from './errors.ts';
import type { KnownOperations } from './fastPath/knownOperations.ts';
import type { GatewayOptions } from './gatewayOptions.ts';
import type { Graphs } from './graph/graphs.ts';
import type { GatewayContext } from './operation/context.ts';
import { rememberApiSchema } from './plugins/apiSchema.ts';
import { countOperation } from './plugins/countOperation.ts';
import { answerJsonWith200 } from './plugins/jsonStatus.ts';
import { measureOperations } from './plugins/limits.ts';
import { requireOperation } from './plugins/operation.ts';
import { refuseVariables } from './plugins/refuseVariables.ts';
import { rememberOperation } from './plugins/rememberOperation.ts';
import { addScalarParsers } from './plugins/scalars.ts';
import { observeOperations } from './plugins/telemetry.ts';
import type { Admission } from './security/admission.ts';
import { persistedQueryCache } from './security/documents/persistedQueryCache.ts';
import { apolloLogger } from './telemetry/apolloLogger.ts';
import type { GatewayTelemetry } from './telemetry/telemetry.ts';
import type { Traffic } from './traffic/traffic.ts';

export interface ApolloSurroundings {
  readonly gateway: Graphs['gateway'];
  readonly telemetry: GatewayTelemetry;
  readonly traffic: Traffic;
  readonly admission: Admission;
  /** Remembers each operation that passed all checks. */
  readonly known: KnownOperations;
}

export interface StartedApollo {
  readonly apollo: ApolloServer<GatewayContext>;
  /** Returns the current API schema, with the scalars' parsers. */
  readonly schema: () => GraphQLSchema;
}

/** Starts Apollo Server, which listens on no port. */
export async function startApollo(
  { introspection, documents, limits, log }: GatewayOptions,
  { gateway, telemetry, traffic, admission, known }: ApolloSurroundings,
): Promise<StartedApollo> {
  const apiSchema = rememberApiSchema();
  const apollo = new ApolloServer<GatewayContext>({
    gateway,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    validationRules: [OneOfVariablesRule],
    persistedQueries: persistedQueryCache(documents),
    formatError: (formatted, error) => formatError(formatted, error, log),
    logger: apolloLogger(log),
    plugins: [
      observeOperations(telemetry),
      apiSchema.plugin,
      measureOperations(admission, limits.cost),
      rememberOperation(known, traffic),
      countOperation(traffic),
      addScalarParsers(),
      requireOperation(),
      refuseVariables(),
      answerJsonWith200(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await apollo.start();
  return { apollo, schema: apiSchema.current };
}
