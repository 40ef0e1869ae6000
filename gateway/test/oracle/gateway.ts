/** A gateway without HTTP: Apollo Server with the plugins that change an answer, over in-memory subgraphs. */
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { silentLog } from '@holdfast/kit-base/log';
import { formatError } from '../../src/errors.ts';
import type { GatewayContext } from '../../src/operation/context.ts';
import type { PlanSource } from '../../src/planning/thread/planSource.ts';
import { requireOperation } from '../../src/plugins/operation.ts';
import { refuseVariables } from '../../src/plugins/refuseVariables.ts';
import { addScalarParsers } from '../../src/plugins/scalars.ts';
import type { SubgraphClient } from '../../src/subgraphs/client.ts';
import type { Supergraph } from '../../src/supergraph/load.ts';
import { apolloLogger } from '../../src/telemetry/apolloLogger.ts';
import type { Answer } from './compare.ts';
import type { CreateExecutor } from './executors.ts';
import type { Operation } from './operations/random.ts';

export interface Gateway extends AsyncDisposable {
  /** The answer that a client gets. */
  run(operation: Operation): Promise<Answer>;
}

export async function startGateway(
  createExecutor: CreateExecutor,
  supergraph: Supergraph,
  clients: ReadonlyMap<string, SubgraphClient>,
  plans: PlanSource,
): Promise<Gateway> {
  const log = silentLog;
  const gateway = createExecutor({
    supergraph,
    plans,
    clients: {
      get(name) {
        const client = clients.get(name);
        if (!client) throw new Error(`There is no subgraph ${name}.`);
        return client;
      },
    },
    exposeQueryPlan: false,
    now: () => performance.now(),
    log,
  });
  const apollo = new ApolloServer<GatewayContext>({
    gateway,
    introspection: true,
    // The generator validates each operation once, so the gateways need not.
    dangerouslyDisableValidation: true,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    formatError: (formatted, error) => formatError(formatted, error, log),
    logger: apolloLogger(log),
    plugins: [
      addScalarParsers(),
      requireOperation(),
      refuseVariables(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
  });
  await apollo.start();
  return {
    async run({ query, variables }) {
      const contextValue = {
        user: null,
        clientAddress: '127.0.0.1',
        disconnected: new AbortController().signal,
        deadline: Number.POSITIVE_INFINITY,
      };
      const { body, http } = await apollo.executeOperation(
        { query, variables: { ...variables } },
        { contextValue },
      );
      if (body.kind !== 'single') throw new Error('The answer is incremental.');
      const { data, errors = [] } = body.singleResult;
      return { status: http.status ?? 200, data: JSON.stringify(data), errors };
    },
    [Symbol.asyncDispose]: () => apollo.stop(),
  };
}
