import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import type { Monotonic } from '@holdfast/kit-base/clock';
import { codeOf } from '@holdfast/kit-base/errors';
import type { GraphQLError } from 'graphql';

export interface Refusals {
  find(key: string): GraphQLError | undefined;
  remember(key: string, error: GraphQLError): void;
}

interface Refusal {
  readonly error: GraphQLError;
  /** On the monotonic clock. */
  readonly until: number;
}

/** How many refusals are kept, as many as plans. */
const MAX_REFUSALS = 1_000;
/** In milliseconds. The planner may have taken too long only because the machine was busy. */
const TOO_COSTLY_FOR = 60_000;

/** Remembers the errors of operations that have no plan. */
export function createRefusals(now: Monotonic): Refusals {
  const refusals = new BoundedMap<string, Refusal>({ entries: MAX_REFUSALS });
  return {
    find(key) {
      const refusal = refusals.get(key);
      if (refusal && refusal.until > now()) return refusal.error;
      refusals.delete(key);
      return undefined;
    },
    remember(key, error) {
      const passes = codeOf(error) !== 'QUERY_PLAN_UNSUPPORTED';
      refusals.set(key, { error, until: passes ? now() + TOO_COSTLY_FOR : Number.POSITIVE_INFINITY });
    },
  };
}
