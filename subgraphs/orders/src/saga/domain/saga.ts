/**
 * The saga of an order as pure decisions: what to do next, and how the order looks afterwards.
 *
 * - Steps run in sequence, and those of one stage side by side (`steps/steps.ts`).
 * - A refusal starts the compensation: the completed steps are undone in reverse order, and the order is
 *   REJECTED.
 * - A cancellation compensates a completed saga in the same way, and the order is CANCELLED.
 * - A fault changes nothing. The step stays as it is, and the holder of the lease retries it. `faults.ts`
 *   decides what happens when faults do not end.
 */

import type { Order, OrderChange, OrderStatus, Rejection } from '../../domain/order.ts';
import type { Saga, SagaStatus, StepState } from '../../domain/sagaState.ts';

/**
 * The first step, which creates the order (`checkout/domain/newOrder.ts`). `steps/steps.ts` has the others.
 */
export const VALIDATE_ORDER = 'VALIDATE_ORDER';

/** The states with work left. An order that is being cancelled stays CONFIRMED until everything is undone. */
export const UNFINISHED = ['RUNNING', 'COMPENSATING'] as const satisfies readonly SagaStatus[];

export function isUnfinished({ saga }: Pick<Order, 'saga'>): boolean {
  return UNFINISHED.some((status) => status === saga.status);
}

export type NextAction =
  | { readonly kind: 'run'; readonly step: string }
  | { readonly kind: 'compensate'; readonly step: string }
  | { readonly kind: 'end' };

/** Returns the next action: `end` when every step is done, or every completed step is undone. */
export function nextAction(order: Order): NextAction {
  const { saga } = order;
  switch (saga.status) {
    case 'RUNNING': {
      const step = saga.steps.find(({ name }) => isToRun(order, name));
      return step ? { kind: 'run', step: step.name } : { kind: 'end' };
    }
    case 'COMPENSATING': {
      const step = nextToCompensate(saga);
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

/** Returns true for a step of the order that is neither done nor skipped nor undone. */
export function isToRun({ saga }: Order, name: string): boolean {
  const step = saga.steps.find((each) => each.name === name);
  return step?.status === 'PENDING' || step?.status === 'RUNNING';
}

/** Returns the step to undo next, or the step at which the compensation is stuck. */
export function nextToCompensate({ steps }: Saga): StepState | undefined {
  return steps.findLast(
    ({ name, status }) => (status === 'COMPLETED' || status === 'RUNNING') && name !== VALIDATE_ORDER,
  );
}

/** Records that an attempt at a step is about to be made. */
export function startStep(order: Order, name: string, now: Date): Order {
  return withStep(order, name, now, (step) => ({
    ...step,
    status: 'RUNNING',
    attempts: step.attempts + 1,
    startedAt: step.startedAt ?? now,
  }));
}

/** Records that an attempt to undo a step is about to be made. */
export function startCompensation(order: Order, name: string, now: Date): Order {
  return withStep(order, name, now, (step) => ({ ...step, compensations: step.compensations + 1 }));
}

/** Records that this order does not need a step. */
export function skipStep(order: Order, name: string, now: Date): Order {
  return withStep(order, name, now, (step) => ({ ...step, status: 'SKIPPED', finishedAt: now }));
}

/** Records that a step is done, and the fields that it set. */
export function completeStep(order: Order, name: string, change: OrderChange, now: Date): Order {
  const changed = withStep(order, name, now, (step) => ({
    ...step,
    status: 'COMPLETED',
    finishedAt: now,
    error: null,
  }));
  return withoutTrouble({ ...changed, ...change });
}

/**
 * Records a fault of a step or of its compensation. Whether the attempt took effect is unknown, so the step
 * stays as it is.
 */
export function recordFault(order: Order, name: string, error: string, now: Date): Order {
  const changed = withStep(order, name, now, (step) => ({ ...step, error }));
  const trouble = order.saga.trouble ?? { since: now, rounds: 0 };
  return { ...changed, saga: { ...changed.saga, trouble } };
}

/**
 * Records that a step was refused, and starts the compensation. The refused step is undone as if it had been
 * done: it stays RUNNING until then, because an earlier attempt whose answer never came may have taken effect,
 * or may still do so. Of several steps that are refused side by side, the first gives the reason.
 */
export function refuseStep(
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
  return withoutTrouble({
    ...changed,
    ...change,
    rejection: order.rejection ?? rejection,
    saga: { ...changed.saga, status: 'COMPENSATING' },
  });
}

/** Records that a step is undone: COMPENSATED if it had been completed, FAILED if it was the refused one. */
export function completeCompensation(order: Order, name: string, change: OrderChange, now: Date): Order {
  const changed = withStep(order, name, now, (step) =>
    step.status === 'RUNNING'
      ? { ...step, status: 'FAILED', finishedAt: now, error: order.rejection?.message ?? null }
      : { ...step, status: 'COMPENSATED', error: null },
  );
  return withoutTrouble({ ...changed, ...change });
}

/** Ends the saga when nothing is left to do or to undo: the order is CONFIRMED, REJECTED or CANCELLED. */
export function endSaga(order: Order, now: Date): Order {
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

function withoutTrouble(order: Order): Order {
  return { ...order, saga: { ...order.saga, trouble: null } };
}

function withStep(order: Order, name: string, now: Date, change: (step: StepState) => StepState): Order {
  const steps = order.saga.steps.map((step) => (step.name === name ? change(step) : step));
  return { ...order, saga: { ...order.saga, steps }, updatedAt: now };
}
