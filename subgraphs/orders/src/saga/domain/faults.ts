/** Faults that do not end, as pure decisions: how long a saga pauses after them, and when it gives up. */

import type { Order, Rejection } from '../../domain/order.ts';
import type { Trouble } from '../../domain/sagaState.ts';
import { refuseStep } from './saga.ts';

/** How long nothing but faults may occur before the saga gives up, in milliseconds. */
export interface GiveUpAfter {
  /** Faults of a step. The saga is then compensated, and the order REJECTED. */
  readonly step: number;
  /** Faults of a compensation. The saga is then STUCK, and STAFF must look. */
  readonly compensation: number;
}

/** How the recovery loop spaces its rounds with one order. */
export interface RecoveryBackoff {
  /** The pause after the first round, in milliseconds. It doubles with each round… */
  readonly first: number;
  /** …up to this, so an order continues soon after the fault has ended. */
  readonly longest: number;
  /**
   * No saga gives up in fewer rounds: time in which no process tried, for example because the shop was down,
   * does not count.
   */
  readonly minRounds: number;
}

/**
 * Decides what happens when there is no time for another attempt: the saga is postponed to its next round, or
 * it gives up.
 * @param rejection the reason for which the order is rejected when its step is given up.
 */
export function postponeOrGiveUp(
  order: Order,
  name: string,
  {
    giveUpAfter,
    backoff,
    rejection,
    now,
  }: { giveUpAfter: GiveUpAfter; backoff: RecoveryBackoff; rejection: Rejection; now: Date },
): Order {
  const { saga } = order;
  const { since, rounds } = saga.trouble ?? { since: now, rounds: 0 };
  const trouble = { since, rounds: rounds + 1 };
  const postponed: Order = {
    ...order,
    saga: { ...saga, trouble, retryAt: pauseAfter(trouble, backoff, now) },
  };
  if (trouble.rounds < backoff.minRounds) return postponed;
  const faultyFor = now.getTime() - since.getTime();
  if (saga.status === 'RUNNING' && faultyFor >= giveUpAfter.step) {
    return refuseStep(postponed, name, { rejection }, now);
  }
  if (saga.status === 'COMPENSATING' && faultyFor >= giveUpAfter.compensation) {
    return { ...postponed, saga: { ...postponed.saga, status: 'STUCK' }, updatedAt: now };
  }
  return postponed;
}

/** Returns a STUCK order ready to be compensated again, with its full time, by any process that claims it. */
export function resumeCompensation(order: Order, now: Date): Order {
  const lease = { token: order.saga.lease.token + 1, until: now };
  const saga = { ...order.saga, status: 'COMPENSATING', trouble: null, retryAt: now, lease } as const;
  return { ...order, saga, updatedAt: now };
}

function pauseAfter({ rounds }: Trouble, { first, longest }: RecoveryBackoff, now: Date): Date {
  return new Date(now.getTime() + Math.min(longest, first * 2 ** (rounds - 1)));
}
