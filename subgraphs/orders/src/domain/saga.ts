/**
 * The saga of an order as pure decisions: what is to be done next, and what an order is after it.
 *
 * Steps run forward in their sequence. A refusal turns the saga round: what was completed is undone backward, and
 * the order is REJECTED. A cancellation turns a completed one round in the same way, and the order is CANCELLED. A
 * fault changes nothing: the step stays as it is and is tried again, by whoever has the lease.
 */
import type { Order, OrderChange, OrderStatus, Rejection } from './order.ts';

export const STEP_NAMES = [
  'VALIDATE_ORDER',
  'RESERVE_STOCK',
  'AUTHORIZE_PAYMENT',
  'ARRANGE_SHIPMENT',
  'CAPTURE_PAYMENT',
  'CONFIRM_RESERVATION',
] as const;

export type StepName = (typeof STEP_NAMES)[number];

/** Steps that change nothing elsewhere. */
const UNDONE_BY_NOTHING: ReadonlySet<StepName> = new Set(['VALIDATE_ORDER']);

export type StepStatus = 'PENDING' | 'RUNNING' | 'COMPLETED' | 'FAILED' | 'COMPENSATED' | 'SKIPPED';

export interface StepState {
  readonly name: StepName;
  readonly status: StepStatus;
  readonly attempts: number;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly error: string | null;
}

export type SagaStatus = 'RUNNING' | 'COMPLETED' | 'COMPENSATING' | 'COMPENSATED' | 'STUCK';

export interface Saga {
  readonly status: SagaStatus;
  readonly steps: readonly StepState[];
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  /** Who may write: the process that knows the token, until the time. The token grows with each new holder. */
  readonly lease: { readonly token: number; readonly until: Date };
}

/** What there is still something to be done in. An order that is being cancelled stays CONFIRMED until all is undone. */
export const UNFINISHED = ['RUNNING', 'COMPENSATING'] as const satisfies readonly SagaStatus[];

export function isUnfinished({ saga }: Pick<Order, 'saga'>): boolean {
  return UNFINISHED.some((status) => status === saga.status);
}

export type NextAction =
  | { readonly kind: 'run'; readonly step: StepName }
  | { readonly kind: 'compensate'; readonly step: StepName }
  | { readonly kind: 'end' };

/** What is to be done next; `end` when all is done or all is undone. */
export function nextAction({ saga }: Order): NextAction {
  switch (saga.status) {
    case 'RUNNING': {
      const step = saga.steps.find(({ status }) => status === 'PENDING' || status === 'RUNNING');
      return step ? { kind: 'run', step: step.name } : { kind: 'end' };
    }
    case 'COMPENSATING': {
      const step = saga.steps.findLast(
        ({ name, status }) =>
          (status === 'COMPLETED' || status === 'RUNNING') && !UNDONE_BY_NOTHING.has(name),
      );
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

/** A step is about to be tried. */
export function begin(order: Order, name: StepName, now: Date): Order {
  return withStep(order, name, now, (step) => ({
    ...step,
    status: 'RUNNING',
    attempts: step.attempts + 1,
    startedAt: step.startedAt ?? now,
  }));
}

/** A step is not needed for this order. */
export function skip(order: Order, name: StepName, now: Date): Order {
  return withStep(order, name, now, (step) => ({ ...step, status: 'SKIPPED', finishedAt: now }));
}

/** A step is done, and found something out. */
export function complete(order: Order, name: StepName, change: OrderChange, now: Date): Order {
  const changed = withStep(order, name, now, (step) => ({
    ...step,
    status: 'COMPLETED',
    finishedAt: now,
    error: null,
  }));
  return { ...changed, ...change };
}

/** A step was tried and nobody knows whether it was done; it stays RUNNING. */
export function noteFault(order: Order, name: StepName, error: string, now: Date): Order {
  return withStep(order, name, now, (step) => ({ ...step, error }));
}

/**
 * A step was refused: from here on it goes backward. The refused step is undone first, like one that was done: it stays
 * RUNNING until then, since an earlier attempt of it, whose answer never came, may have been done or may be yet.
 */
export function refuse(
  order: Order,
  name: StepName,
  { rejection, change = {} }: { rejection: Rejection; change?: OrderChange | undefined },
  now: Date,
): Order {
  const changed = withStep(order, name, now, (step) =>
    UNDONE_BY_NOTHING.has(name)
      ? { ...step, status: 'FAILED', finishedAt: now, error: rejection.message }
      : { ...step, error: rejection.message },
  );
  return { ...changed, ...change, rejection, saga: { ...changed.saga, status: 'COMPENSATING' } };
}

/** A step is undone: COMPENSATED when it had been done, FAILED when it was the one that was refused. */
export function compensated(order: Order, name: StepName, change: OrderChange, now: Date): Order {
  const changed = withStep(order, name, now, (step) =>
    step.status === 'RUNNING'
      ? { ...step, status: 'FAILED', finishedAt: now, error: order.rejection?.message ?? null }
      : { ...step, status: 'COMPENSATED', error: null },
  );
  return { ...changed, ...change };
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

function withStep(order: Order, name: StepName, now: Date, change: (step: StepState) => StepState): Order {
  const steps = order.saga.steps.map((step) => (step.name === name ? change(step) : step));
  return { ...order, saga: { ...order.saga, steps }, updatedAt: now };
}
