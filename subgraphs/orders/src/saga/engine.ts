/**
 * Runs the saga of an order.
 *
 * A saga takes the place of a transaction across services. It is a sequence of steps, each of which has an
 * action and a compensation that undoes it. `domain/saga.ts` decides what to do next and how the order looks
 * afterwards. This file does it, and writes the order before and after each action.
 *
 * - `steps/steps.ts` lists the steps in sequence. Each step is one file, with its action and its
 *   compensation.
 * - A fault is retried (`retry.ts` defines faults and refusals). When time runs out, the order waits for the
 *   recovery loop (`recovery.ts`).
 * - A refusal starts the compensation: the completed steps are undone in reverse order.
 * - Only the holder of the order's lease writes (`lease.ts`). Every time and timeout is in `timing.ts`.
 */
import type { Clock } from '@holdfast/kit-base/clock';
import { codeOf } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import type { OrdersCollection } from '../database/orderDocument.ts';
import type { Order, Rejection } from '../domain/order.ts';
import { type GiveUpAfter, postponeOrGiveUp } from './domain/faults.ts';
import {
  completeCompensation,
  completeStep,
  endSaga,
  type NextAction,
  nextAction,
  recordFault,
  refuseStep,
  skipStep,
  startCompensation,
  startStep,
} from './domain/saga.ts';
import { type LeaseDependencies, type Save, saveUnderLease } from './lease.ts';
import { isFault, type RetryDependencies, waitToRetry } from './retry.ts';
import type { Step, StepContext, StepDependencies, StepOutcome } from './steps/step.ts';
import { stepNamed } from './steps/steps.ts';
import { RECOVERY_BACKOFF } from './timing.ts';

/** The dependencies of everything that runs sagas. */
export interface SagaDependencies extends LeaseDependencies, RetryDependencies, StepDependencies {
  readonly orders: OrdersCollection;
  readonly clock: Clock;
  readonly log: Log;
  readonly giveUpAfter: GiveUpAfter;
  readonly observer: SagaObserver;
}

/** Notified of the outcome of each attempt at a step or at its compensation. */
export interface SagaObserver {
  attempted(step: string, kind: 'run' | 'compensate', outcome: 'done' | 'refused' | 'fault'): void;
}

/**
 * Runs the saga of an order from its stored state to its end, or to the deadline.
 * @param order as it was read or written with the lease, whose token every write here names.
 * @param deadline in milliseconds since the epoch.
 * @param retrying true (the default) to retry faults while there is time.
 * @returns the order at that point. Without time left, its saga is unfinished and its lease free. When its
 *   compensation has failed for too long, its saga is STUCK.
 * @throws LeaseLostError when another process has taken over.
 */
export async function runSaga(
  deps: SagaDependencies,
  order: Order,
  deadline: number,
  { retrying = true } = {},
): Promise<Order> {
  const save = saveUnderLease(deps, order);
  let current = order;
  for (;;) {
    const action = nextAction(current);
    if (action.kind === 'end') return save(endSaga(current, deps.clock()));
    const progress = await perform(deps, current, action, { save, deadline, retrying });
    if ('fault' in progress) {
      const stopped = stopAfterFault(deps, progress.order, stepNamed(action.step), progress.fault);
      return save(stopped, { free: true });
    }
    current = progress.order;
  }
}

interface Progress {
  /** The order after the action, or after the last attempt at it. */
  readonly order: Order;
  /** The fault of the last attempt, when there was no time for another one. */
  readonly fault?: unknown;
}

/**
 * Runs or undoes one step, and retries faults. The order is written before each attempt. The outcome is
 * written together with the next action, or with the end of the saga.
 */
async function perform(
  deps: SagaDependencies,
  order: Order,
  { kind, step: name }: Exclude<NextAction, { kind: 'end' }>,
  { save, deadline, retrying }: { save: Save; deadline: number; retrying: boolean },
): Promise<Progress> {
  const step = stepNamed(name);
  if (kind === 'run' && !step.needed(order)) return { order: skipStep(order, name, deps.clock()) };
  let current = order;
  for (let attempt = 1; ; attempt++) {
    current = await save((kind === 'run' ? startStep : startCompensation)(current, name, deps.clock()));
    const context = contextOf(deps, order, step, deadline);
    try {
      return { order: await (kind === 'run' ? runStep : compensateStep)(deps, step, current, context) };
    } catch (fault) {
      deps.observer.attempted(name, kind, 'fault');
      current = recordFault(current, name, faultMessage(step, fault), deps.clock());
      const again = retrying && (await waitToRetry(deps, step.retries, attempt, deadline));
      if (!again) return { order: current, fault };
      deps.log.warn({ orderId: order.id, step: name, attempt, err: fault }, 'a step is retried');
    }
  }
}

async function runStep(
  { clock, observer }: SagaDependencies,
  step: Step,
  order: Order,
  context: StepContext,
): Promise<Order> {
  const outcome = await step.run(order, context).catch((error: unknown) => refusalOf(step, error));
  observer.attempted(step.name, 'run', outcome.kind);
  return outcome.kind === 'done'
    ? completeStep(order, step.name, outcome.change ?? {}, clock())
    : refuseStep(order, step.name, outcome, clock());
}

async function compensateStep(
  { clock, observer }: SagaDependencies,
  step: Step,
  order: Order,
  context: StepContext,
): Promise<Order> {
  const change = await step.compensate(order, context);
  observer.attempted(step.name, 'compensate', 'done');
  return completeCompensation(order, step.name, change, clock());
}

/** Postpones the order to the recovery loop, or gives up its step or its compensation. */
function stopAfterFault(deps: SagaDependencies, order: Order, step: Step, err: unknown): Order {
  const stopped = postponeOrGiveUp(order, step.name, {
    giveUpAfter: deps.giveUpAfter,
    backoff: RECOVERY_BACKOFF,
    rejection: givenUp(step),
    now: deps.clock(),
  });
  const { status } = stopped.saga;
  const details = { orderId: order.id, step: step.name, err };
  if (status === 'STUCK') {
    deps.log.error(details, 'an order is stuck: its compensation has failed for too long');
  } else if (status !== order.saga.status) {
    deps.log.error(details, 'a step has failed for too long and is undone');
  } else {
    deps.log.warn(details, 'an order is postponed');
  }
  return stopped;
}

/** Turns an error into a refusal. @throws the error when it is a fault. */
function refusalOf(step: Step, error: unknown): StepOutcome {
  if (isFault(step.retries, error)) throw error;
  return { kind: 'refused', rejection: givenUp(step) };
}

function givenUp({ rejectedAs }: Step): Rejection {
  return { code: rejectedAs, message: 'The order could not be carried out.', shortages: [] };
}

/** Returns what the customer may read of a fault. The log has the rest. */
function faultMessage({ retries }: Step, error: unknown): string {
  const known = retries.faults.some((code) => code === codeOf(error)) && error instanceof Error;
  return known ? error.message : 'Internal server error';
}

function contextOf(
  { services, carrier, clock }: SagaDependencies,
  order: Order,
  { name, maxCalls, retries }: Step,
  deadline: number,
): StepContext {
  const id = order.cancellation?.actor ?? order.customerId;
  let made = 0;
  const call = {
    user: { id, roles: [] },
    /** Read as each call starts. */
    get timeout() {
      if (++made > maxCalls) throw new Error(`${name} makes more calls than its maximum of ${maxCalls}.`);
      return Math.max(1, Math.min(retries.callTimeout, deadline - clock().getTime()));
    },
  };
  return { services, carrier, call };
}
