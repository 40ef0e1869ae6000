/** Handles all operations of listening clients, over a WebSocket or as server-sent events. */

import type { ApolloServer } from '@apollo/server';
import type { NewId } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { currentScope, inScope } from '@holdfast/kit-base/scope';
import { createSlots } from '@holdfast/kit-base/slots';
import { NO_SPAN } from '@holdfast/kit-base/span';
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
  handle(params: RequestParams, listener: Listener): Promise<Outcome>;
  /** True when the gateway shuts down: subscriptions then end although more events could follow. */
  readonly stopped: boolean;
  /** Ends all subscriptions, and starts no more. */
  stop(): Promise<void>;
}

export interface SubscriberOptions {
  readonly apollo: Pick<ApolloServer<GatewayContext>, 'executeOperation'>;
  /** Returns the current API schema. */
  readonly schema: () => GraphQLSchema;
  /** Returns the operation guard of that schema. */
  readonly guard: () => OperationGuard;
  readonly admission: Pick<Admission, 'admit'>;
  readonly authenticate: Authenticate;
  /** Returns the deadline of an operation that starts now. */
  readonly newDeadline: () => number;
  /** True when introspection is on; otherwise errors do not reveal the schema either. */
  readonly introspection: boolean;
  /** Null when this gateway receives no events. */
  readonly broker: Broker | null;
  readonly traffic: Pick<Traffic, 'identify' | 'count'>;
  /** Creates request ids for operations over a WebSocket. */
  readonly newId: NewId;
  readonly log: Log;
}

/** The milliseconds between two checks that clients may still listen. */
const CHECK_INTERVAL = 1_000;
/** The most values read at once, so that an event with thousands of followers does not hold up queries. */
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

  const executeInScope = async (params: ResolvedParams, listener: Listener, client?: ClientInfo) => {
    const { authorization, clientAddress, headers, disconnected } = listener;
    const user = await authenticate(authorization);
    const { query, operationName, variables, extensions } = params;
    const { body } = await apollo.executeOperation(
      {
        query,
        ...(operationName != null && { operationName }),
        ...(variables && { variables: { ...variables } }),
        ...(extensions && { extensions: { ...extensions } }),
        ...(headers.size > 0 && { http: { method: 'POST', headers, search: '', body: null } }),
      },
      // A request in flight may have read data from before the event.
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
  // Each operation has its own scope: those of a connection run concurrently, and each is a trace.
  const execute = (...given: Parameters<typeof executeInScope>) => {
    const requestId = currentScope()?.requestId ?? options.newId();
    return inScope({ requestId, span: NO_SPAN }, () => executeInScope(...given));
  };

  return {
    async handle(given, listener) {
      const admitted = admission.admit(given);
      if (admitted instanceof GraphQLError) return { kind: 'refused', errors: [admitted] };
      const { text: query = '' } = admitted;
      // A document named by its hash is resolved by now; one that came with its hash is registered under it.
      const whole = { ...given, query, extensions: given.query ? given.extensions : undefined };
      const read = readOperation(whole, schema(), { hideSuggestions: !options.introspection });
      if (!('operation' in read)) return { kind: 'refused', errors: read };
      const { document, operation } = read;
      if (operation.operation !== OperationTypeNode.SUBSCRIPTION) {
        const result = () =>
          execute(whole, listener, clientOf(listener)).catch((error) => replyOfFailure(error, log).result);
        return { kind: 'single', document, operation: operation.operation, result };
      }
      const ending = () => refusal('The gateway is shutting down.', 'SUBGRAPH_UNAVAILABLE');
      if (stopped) return { kind: 'refused', errors: [ending()] };
      const reading: Execute = (query, reader) => readings.run(() => execute(query, reader));
      const current = schema();
      const subscribeOptions = { ...options, schema: current, validity, execute: reading };
      const answers = await subscribe(subscribeOptions, { ...read, given: whole, listener });
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
