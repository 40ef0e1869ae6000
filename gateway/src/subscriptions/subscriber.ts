/** Any operation of a client that listens: over a WebSocket, or as server-sent events. */

import type { ApolloServer } from '@apollo/server';
import type { NewId } from '@holdfast/kit/clock';
import type { Log } from '@holdfast/kit/log';
import { createSlots } from '@holdfast/kit/slots';
import { currentScope, inScope } from '@holdfast/kit/telemetry/scope';
import { NO_SPAN } from '@holdfast/kit/telemetry/span';
import { GraphQLError, type GraphQLSchema, OperationTypeNode } from 'graphql';
import type { ClientInfo, GatewayContext } from '../operation/context.ts';
import { readOperation, refusal } from '../operation/readOperation.ts';
import type { Authenticate } from '../security/accessToken.ts';
import type { Admission } from '../security/admission.ts';
import type { OperationGuard } from '../security/authorization/operationGuard.ts';
import { createIdentifyByText } from '../traffic/identifyByText.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { Broker } from './broker.ts';
import type { Live } from './live.ts';
import { replyOfFailure } from './reply.ts';
import type { Execute, Listener, Outcome, RequestParams, ResolvedParams } from './requestParams.ts';
import { subscribe } from './subscribe.ts';
import { createValidity } from './validity.ts';

export interface Subscriber {
  handle(operation: RequestParams, listener: Listener): Promise<Outcome>;
  /** Whether the gateway ends: then subscriptions end though there could be more to tell. */
  readonly stopped: boolean;
  /** Ends every subscription; none begins any more. */
  stop(): Promise<void>;
}

export interface SubscriberOptions {
  readonly apollo: Pick<ApolloServer<GatewayContext>, 'executeOperation'>;
  /** The API schema as it is now. */
  readonly schema: () => GraphQLSchema;
  /** What callers may have of it. */
  readonly guard: () => OperationGuard;
  readonly admission: Pick<Admission, 'admit'>;
  readonly authenticate: Authenticate;
  /** Until when subgraphs are waited for by an operation that begins now. */
  readonly newDeadline: () => number;
  /** Whether clients may ask for the schema; otherwise no error tells of it either. */
  readonly introspection: boolean;
  /** Null when this gateway hears of no events. */
  readonly broker: Broker | null;
  readonly traffic: Pick<Traffic, 'identify' | 'count'>;
  /** Makes request ids, for what comes over a WebSocket. */
  readonly newId: NewId;
  readonly log: Log;
}

/** Milliseconds between two looks whether those who listen still may. */
const CHECK_INTERVAL = 1_000;
/** Values read at once, so that an event which thousands follow does not keep queries waiting. */
const READINGS = 64;

export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { apollo, schema, admission, authenticate, newDeadline, traffic, log } = options;
  const identifyByText = createIdentifyByText(traffic);
  const running = new Set<Live>();
  const readings = createSlots(READINGS);
  const validity = createValidity(schema, !options.introspection);
  let stopped = false;
  const checking = setInterval(() => {
    for (const each of running) void each.check();
  }, CHECK_INTERVAL);
  checking.unref();

  const executeInScope = async (operation: ResolvedParams, listener: Listener, client?: ClientInfo) => {
    const { authorization, clientAddress, headers, disconnected } = listener;
    const user = await authenticate(authorization);
    const { query, operationName, variables, extensions } = operation;
    const { body } = await apollo.executeOperation(
      {
        query,
        ...(operationName != null && { operationName }),
        ...(variables && { variables: { ...variables } }),
        ...(extensions && { extensions: { ...extensions } }),
        ...(headers.size > 0 && { http: { method: 'POST', headers, search: '', body: null } }),
      },
      // A request on its way may have read what was before the event that is told of.
      {
        contextValue: {
          user,
          authorization,
          client,
          clientAddress,
          disconnected,
          deadline: newDeadline(),
          fresh: true,
        },
      },
    );
    if (body.kind !== 'single') throw new Error('An answer in parts was not asked for.');
    return body.singleResult;
  };
  // Each in a scope of its own: a connection's operations run at once, and each is a trace.
  const execute = (...asked: Parameters<typeof executeInScope>) => {
    const requestId = currentScope()?.requestId ?? options.newId();
    return inScope({ requestId, span: NO_SPAN }, () => executeInScope(...asked));
  };

  return {
    async handle(given, listener) {
      const admitted = admission.admit(given);
      if (admitted instanceof GraphQLError) return { kind: 'refused', errors: [admitted] };
      const { text: query = '' } = admitted;
      // What was named by a hash is at hand now; a document that came with its hash is kept by it.
      const whole = { ...given, query, extensions: given.query ? given.extensions : undefined };
      const read = readOperation(whole, schema(), { hideSuggestions: !options.introspection });
      if (!('operation' in read)) return { kind: 'refused', errors: read };
      const { document, operation } = read;
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
        const result = () =>
          execute(whole, listener, clientOf(listener)).catch((error) => replyOfFailure(error, log).result);
        return { kind: 'single', document, operation: operation.operation, result };
      }
      const ending = () => refusal('The gateway ends.', 'SUBGRAPH_UNAVAILABLE');
      if (stopped) return { kind: 'refused', errors: [ending()] };
      const reading: Execute = (query, reader) => readings.run(() => execute(query, reader));
      const current = schema();
      const surroundings = { ...options, schema: current, validity, execute: reading };
      const answers = await subscribe(surroundings, { ...read, given: whole, listener });
      if (!('next' in answers)) return { kind: 'refused', errors: answers };
      if (stopped) {
        await answers.return();
        return { kind: 'refused', errors: [ending()] };
      }
      traffic.count(identifyByText(whole, read, current), clientOf(listener));
      running.add(answers);
      answers.ended.then(() => running.delete(answers));
      return { kind: 'subscription', document, answers };
    },
    get stopped() {
      return stopped;
    },
    async stop() {
      stopped = true;
      clearInterval(checking);
      await Promise.all([...running].map((each) => each.return()));
    },
  };
}

function clientOf({ headers }: Listener): ClientInfo {
  return {
    name: headers.get('apollographql-client-name'),
    version: headers.get('apollographql-client-version'),
  };
}
