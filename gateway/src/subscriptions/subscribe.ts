import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '@holdfast/kit-base/log';
import { GraphQLError, type GraphQLSchema, getArgumentValues, getVariableValues } from 'graphql';
import { fragmentsOf } from '../operation/fragments.ts';
import { type ReadOperation, refusal } from '../operation/readOperation.ts';
import type { Authenticate } from '../security/accessToken.ts';
import type { OperationGuard } from '../security/authorization/operationGuard.ts';
import { checkVariableTypes } from '../security/variableTypes.ts';
import { asQuery, type Subscribed, subscribedField, variablesOf } from './asQuery.ts';
import type { Broker } from './broker.ts';
import { type Live, live, type News } from './live.ts';
import { refuseSubscription } from './permission.ts';
import { type Reply, replyOf, replyOfFailure } from './reply.ts';
import type { Execute, Listener, RequestParams } from './requestParams.ts';
import { asSubscriptionResult } from './result.ts';
import { SOURCES } from './sources.ts';
import type { Validity } from './validity.ts';

export interface SubscribeOptions {
  readonly schema: GraphQLSchema;
  readonly execute: Execute;
  readonly authenticate: Authenticate;
  readonly validity: Validity;
  /** The operation guard of the current API. */
  readonly guard: () => OperationGuard;
  /** Null when this gateway receives no events. */
  readonly broker: Broker | null;
  readonly log: Log;
}

export interface Subscription extends ReadOperation {
  readonly given: RequestParams & { readonly query: string };
  readonly listener: Listener;
}

/**
 * Starts a subscription. The supergraph's requirements decide whether the client may have it, and then the
 * value's owner does, by a reading, at the start and after every event.
 * @returns the errors of a subscription that is refused.
 */
export async function subscribe(
  { schema, execute, authenticate, validity, guard, broker, log }: SubscribeOptions,
  { document, operation, given, listener }: Subscription,
): Promise<Live | readonly GraphQLError[]> {
  if (!broker)
    return [refusal('This gateway receives no events: it has no EVENTS_URL.', 'SUBGRAPH_UNAVAILABLE')];
  const variables = given.variables ?? {};
  const wrong = checkVariableTypes(operation, schema, variables);
  if (wrong) return [wrong];
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (!coerced) throw new Error('Variables that nothing is wrong with could not be coerced.');
  const subscribed = {
    schema,
    operation,
    fragments: Object.fromEntries(fragmentsOf(document)),
    variables: coerced,
  };
  const found = findSource(subscribed);
  if (found instanceof GraphQLError) return [found];
  const { field, source, subject } = found;
  // A value that cannot be read later must not be missed: the stream starts only once events arrive.
  if (!source.initial && !(await receivesEvents(broker))) return [refusal(NO_EVENTS, 'SUBGRAPH_UNAVAILABLE')];

  const query = asQuery(subscribed, field, source.read);
  /** Checks again, because the supergraph may have changed. */
  const refuse = async (): Promise<Reply | undefined> => {
    const outdated = validity.refuse(given.query, document);
    if (outdated) return { ...replyOfFailure(outdated, log), final: true };
    const user = await authenticate(listener.authorization);
    const forbidden = refuseSubscription(guard(), { document, operation }, variables, user);
    return forbidden && { result: forbidden, final: true };
  };
  const read = async (news: News | undefined): Promise<Reply> => {
    const refused = await refuse();
    if (refused) return refused;
    if (news === 'gap' && !source.initial) return MISSED;
    const event = news === 'gap' ? undefined : news;
    const reading = variablesOf(query, variables, source.read.argumentsOf(event));
    const result = await execute({ query: query.query, variables: reading }, listener);
    const { responseKey } = query;
    return replyOf(asSubscriptionResult(result, responseKey, source.read), responseKey, {
      wanted: source.initial,
      first: news === undefined,
    });
  };
  const failure = (error: unknown) => replyOfFailure(error, log);
  return live({
    initial: source.initial,
    authorize: async () => {
      const reply = await refuse().catch(failure);
      return reply?.final ? reply : undefined;
    },
    read: (news) => read(news).catch(failure),
    follow: (onEvent, onGap) => broker.follow(source.event, subject, onEvent, onGap),
  });
}

/** The milliseconds that a subscription waits for events to arrive. */
const HEARING_TIMEOUT = 5_000;
const NO_EVENTS = 'This gateway receives no events at the moment. Try again.';
/** The reply when missed events cannot be read again: the client may query the current state. */
const MISSED: Reply = {
  result: { errors: [refusal('Events may have been missed.', 'SUBGRAPH_UNAVAILABLE').toJSON()] },
  final: false,
};

async function receivesEvents({ heard }: Broker): Promise<boolean> {
  const timeout = delay(HEARING_TIMEOUT, false, { ref: false });
  return Promise.race([heard.then(() => true), timeout]);
}

/**
 * Finds the source of the subscribed field. @returns an error for a null in a non-null argument, which a
 * variable with a default allows.
 */
function findSource(subscribed: Subscribed) {
  try {
    const field = subscribedField(subscribed);
    const name = field?.node.name.value ?? '';
    const source = SOURCES[name];
    const definition = subscribed.schema.getSubscriptionType()?.getFields()[name];
    if (!field || !source || !definition)
      return refusal('There is nothing to subscribe to.', 'BAD_USER_INPUT');
    const given = getArgumentValues(definition, field.node, subscribed.variables);
    return { field, source, subject: source.subject(given) };
  } catch (error) {
    if (error instanceof GraphQLError) return refusal(error.message, 'BAD_USER_INPUT');
    throw error;
  }
}
