import { HeaderMap } from '@apollo/server';
import { plannerBusy as refusal } from '@holdfast/kit-base/errors';
import { GraphQLError } from 'graphql';

/** Whole seconds. A cold plan takes milliseconds, and the queue is empty again once a burst is over. */
const RETRY_AFTER = 1;

/** PLANNER_BUSY, which is HTTP status 503 with `Retry-After`. */
export function plannerBusy(): GraphQLError {
  const { message, extensions } = refusal(RETRY_AFTER);
  const http = { status: 503, headers: new HeaderMap([['retry-after', String(RETRY_AFTER)]]) };
  return new GraphQLError(message, { extensions: { ...extensions, http } });
}
