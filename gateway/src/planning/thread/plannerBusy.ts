import { HeaderMap } from '@apollo/server';
import { plannerBusy as refusal } from '@holdfast/kit-base/errors';
import { GraphQLError } from 'graphql';

/** In whole seconds. A cold plan takes milliseconds, and the queue is soon empty after a burst. */
const RETRY_AFTER = 1;

/** Creates the error PLANNER_BUSY, which has HTTP status 503 with `Retry-After`. */
export function plannerBusy(): GraphQLError {
  const { message, extensions } = refusal(RETRY_AFTER);
  const http = { status: 503, headers: new HeaderMap([['retry-after', String(RETRY_AFTER)]]) };
  return new GraphQLError(message, { extensions: { ...extensions, http } });
}
