/** Faults that do not end: how long a saga waits after them, and when it gives up, as pure decisions. */

import type { Order, Rejection } from './order.ts';
import { refuse } from './saga.ts';
import type { Trouble } from './sagaState.ts';

/** Milliseconds of faults and nothing else after which it is given up. */
export interface Patience {
  /** A step: the order is turned round, and REJECTED. */
  readonly step: number;
  /** Undoing one: the order is STUCK, and STAFF must look. */
  readonly compensation: number;
}

/** What the recovery loop does with an order between rounds. */
export interface Pauses {
  /** Milliseconds for which it leaves the order alone after the first round; they double with each… */
  readonly first: number;
  /** …up to this, so that an order goes on soon after the fault has ended. */
  readonly longest: number;
  /** Nothing is given up in fewer rounds: time that passed while nobody tried, as when the shop was down, is no reason. */
  readonly leastRounds: number;
}

/**
 * There was no time for another attempt: a saga is left for later, or is given up for good.
 * @param rejection what the order is rejected with, when its step is given up.
 */
export function leave(
  order: Order,
  name: string,
  {
    patience,
    pauses,
    rejection,
    now,
  }: { patience: Patience; pauses: Pauses; rejection: Rejection; now: Date },
): Order {
  const { saga } = order;
  const { since, rounds } = saga.trouble ?? { since: now, rounds: 0 };
  const trouble = { since, rounds: rounds + 1 };
  const left: Order = { ...order, saga: { ...saga, trouble, retryAt: pauseAfter(trouble, pauses, now) } };
  const tried = now.getTime() - since.getTime();
  if (trouble.rounds < pauses.leastRounds) return left;
  if (saga.status === 'RUNNING' && tried >= patience.step) return refuse(left, name, { rejection }, now);
  if (saga.status === 'COMPENSATING' && tried >= patience.compensation) {
    return { ...left, saga: { ...left.saga, status: 'STUCK' }, updatedAt: now };
  }
  return left;
}

/** A STUCK order as it is when it may be undone again, with all its time anew, by whoever takes it. */
export function resumed(order: Order, now: Date): Order {
  const lease = { token: order.saga.lease.token + 1, until: now };
  const saga = { ...order.saga, status: 'COMPENSATING', trouble: null, retryAt: now, lease } as const;
  return { ...order, saga, updatedAt: now };
}

function pauseAfter({ rounds }: Trouble, { first, longest }: Pauses, now: Date): Date {
  return new Date(now.getTime() + Math.min(longest, first * 2 ** (rounds - 1)));
}
