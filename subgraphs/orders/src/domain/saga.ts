/**
 * The saga of an order as pure decisions: what is to be done next, and what an order is after it.
 *
 * Steps run forward in their sequence. A refusal turns the saga round: what was completed is undone backward, and
 * the order is REJECTED. A cancellation turns a completed one round in the same way, and the order is CANCELLED. A
 * fault changes nothing: the step stays as it is and is tried again, by whoever has the lease. What becomes of faults
 * that do not end is decided in `trouble.ts`.
 */

import type { Order, OrderChange, OrderStatus, Rejection } from './order.ts';
import type { Saga, SagaStatus, StepState } from './sagaState.ts';

/** The first step of every order: making it (`newOrder.ts`). The others are those of `steps/steps.ts`. */
export const VALIDATE_ORDER = 'VALIDATE_ORDER';

/** What there is still something to be done in. An order that is being cancelled stays CONFIRMED until all is undone. */
export const UNFINISHED = ['RUNNING', 'COMPENSATING'] as const satisfies readonly SagaStatus[];

export function isUnfinished({ saga }: Pick<Order, 'saga'>): boolean {
  return UNFINISHED.some((status) => status === saga.status);
}

export type NextAction =
  | { readonly kind: 'run'; readonly step: string }
  | { readonly kind: 'compensate'; readonly step: string }
  | { readonly kind: 'end' };

/** What is to be done next; `end` when all is done or all is undone. */
export function nextAction({ saga }: Order): NextAction {
  switch (saga.status) {
    case 'RUNNING': {
      const step = saga.steps.find(({ status }) => status === 'PENDING' || status === 'RUNNING');
      return step ? { kind: 'run', step: step.name } : { kind: 'end' };
    }
    case 'COMPENSATING': {
      const step = nextUndone(saga);
      return step ? { kind: 'compensate', step: step.name } : { kind: 'end' };
    }
    case 'COMPLETED':
    case 'COMPENSATED':
    case 'STUCK':
      return { kind: 'end' };
    default:
      return saga.status satisfies never;
  }
}

/** The step that is to be undone next, or at which undoing is stuck. */
export function nextUndone({ steps }: Saga): StepState | undefined {
  return steps.findLast(
    ({ name, status }) => (status === 'COMPLETED' || status === 'RUNNING') && name !== VALIDATE_ORDER,
  );
}

/** A step is about to be tried. */
export function begin(order: Order, name: string, now: Date): Order {
  return withStep(order, name, now, (step) => ({
    ...step,
    status: 'RUNNING',
    attempts: step.attempts + 1,
    startedAt: step.startedAt ?? now,
  }));
}

/** A step is about to be undone. */
export function beginCompensation(order: Order, name: string, now: Date): Order {
  return withStep(order, name, now, (step) => ({ ...step, compensations: step.compensations + 1 }));
}

/** A step is not needed for this order. */
export function skip(order: Order, name: string, now: Date): Order {
  return withStep(order, name, now, (step) => ({ ...step, status: 'SKIPPED', finishedAt: now }));
}

/** A step is done, and found something out. */
export function complete(order: Order, name: string, change: OrderChange, now: Date): Order {
  const changed = withStep(order, name, now, (step) => ({
    ...step,
    status: 'COMPLETED',
    finishedAt: now,
    error: null,
  }));
  return progressed({ ...changed, ...change });
}

/** A step, or undoing it, was tried and nobody knows whether it was done; it stays as it is. */
export function noteFault(order: Order, name: string, error: string, now: Date): Order {
  const changed = withStep(order, name, now, (step) => ({ ...step, error }));
  const trouble = order.saga.trouble ?? { since: now, rounds: 0 };
  return { ...changed, saga: { ...changed.saga, trouble } };
}

/**
 * A step was refused: from here on it goes backward. The refused step is undone first, like one that was done: it stays
 * RUNNING until then, since an earlier attempt of it, whose answer never came, may have been done or may be yet.
 */
export function refuse(
  order: Order,
  name: string,
  { rejection, change = {} }: { rejection: Rejection; change?: OrderChange | undefined },
  now: Date,
): Order {
  const changed = withStep(order, name, now, (step) =>
    name === VALIDATE_ORDER
      ? { ...step, status: 'FAILED', finishedAt: now, error: rejection.message }
      : { ...step, error: rejection.message },
  );
  return progressed({
    ...changed,
    ...change,
    rejection,
    saga: { ...changed.saga, status: 'COMPENSATING' },
  });
}

/** A step is undone: COMPENSATED when it had been done, FAILED when it was the one that was refused. */
export function compensated(order: Order, name: string, change: OrderChange, now: Date): Order {
  const changed = withStep(order, name, now, (step) =>
    step.status === 'RUNNING'
      ? { ...step, status: 'FAILED', finishedAt: now, error: order.rejection?.message ?? null }
      : { ...step, status: 'COMPENSATED', error: null },
  );
  return progressed({ ...changed, ...change });
}

/** Nothing is left to do or to undo: the order is CONFIRMED, REJECTED or CANCELLED. */
export function end(order: Order, now: Date): Order {
  const { saga } = order;
  switch (saga.status) {
    case 'RUNNING':
      return ended(order, 'CONFIRMED', 'COMPLETED', now);
    case 'COMPENSATING':
      return ended(order, order.cancellation ? 'CANCELLED' : 'REJECTED', 'COMPENSATED', now);
    case 'COMPLETED':
    case 'COMPENSATED':
    case 'STUCK':
      return order;
    default:
      return saga.status satisfies never;
  }
}

function ended(order: Order, status: OrderStatus, sagaStatus: SagaStatus, now: Date): Order {
  const reason = order.cancellation?.reason ?? order.rejection?.message ?? null;
  const event = { status, at: now, actor: order.cancellation?.actor ?? 'orders', reason };
  return {
    ...order,
    status,
    saga: { ...order.saga, status: sagaStatus, finishedAt: now },
    history: [...order.history, event],
    updatedAt: now,
  };
}

function progressed(order: Order): Order {
  return { ...order, saga: { ...order.saga, trouble: null } };
}

function withStep(order: Order, name: string, now: Date, change: (step: StepState) => StepState): Order {
  const steps = order.saga.steps.map((step) => (step.name === name ? change(step) : step));
  return { ...order, saga: { ...order.saga, steps }, updatedAt: now };
}
