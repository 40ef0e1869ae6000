/**
 * Runs the saga of an order.
 *
 * A saga takes the place of a transaction across services. It is a sequence of steps, each of which has an
 * action and a compensation that undoes it. `domain/saga.ts` decides what to do next and how the order looks
 * afterwards. This file does it, and writes the order before and after each action.
 *
 * - `steps/steps.ts` lists the steps in sequence, and which run side by side. Each step is one file, with its
 *   action and its compensation.
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
  isToRun,
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
import { stageOf, stepNamed } from './steps/steps.ts';
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
 * @returns the order at that point. Without time left, its saga is unfinished and its lease free. When its
 *   compensation has failed for too long, its saga is STUCK.
 * @throws LeaseLostError when another process has taken over.
 */
export async function runSaga(
  deps: SagaDependencies,
  order: Order,
  deadline: number,
  options: RunOptions = {},
): Promise<Order> {
  const run = { save: saveUnderLease(deps, order), deadline, retrying: options.retrying ?? true };
  let current = order;
  let { isBegun = false } = options;
  for (;;) {
    const { order: next, work } = nextWork(current, deps.clock());
    if (!work) return run.save(endSaga(next, deps.clock()));
    const progress = await perform(deps, next, work, { ...run, isBegun });
    isBegun = false;
    if (progress.fault) {
      const stopped = stopAfterFault(deps, progress.order, progress.fault);
      return run.save(stopped, { free: true });
    }
    current = progress.order;
  }
}

export interface RunOptions {
  /** True (the default) to retry faults while there is time. */
  readonly retrying?: boolean;
  /** True when the order was written as `begin` returned it. False by default. */
  readonly isBegun?: boolean;
}

/**
 * Records that the first attempts at an order's next steps are about to be made, so that the write of a new
 * order says so too.
 */
export function begin(order: Order, now: Date): Order {
  const { order: next, work } = nextWork(order, now);
  return work ? attemptNext(next, work.kind, work.steps, now) : order;
}

/** The next work: steps that run side by side, or one compensation. */
interface Work {
  readonly kind: 'run' | 'compensate';
  readonly steps: readonly Step[];
}

/** Returns the next work, and the order without the steps before it that it does not need. */
function nextWork(order: Order, now: Date): { order: Order; work?: Work } {
  let current = order;
  for (;;) {
    const action = nextAction(current);
    if (action.kind === 'end') return { order: current };
    if (action.kind === 'compensate')
      return { order: current, work: { kind: action.kind, steps: [stepNamed(action.step)] } };
    const unfinished = stageOf(action.step).filter(({ name }) => isToRun(current, name));
    const steps = unfinished.filter((step) => step.needed(order));
    for (const step of unfinished) if (!steps.includes(step)) current = skipStep(current, step.name, now);
    if (steps.length > 0) return { order: current, work: { kind: 'run', steps } };
  }
}

/** Records that attempts at these steps, or at their compensations, are about to be made. */
function attemptNext(order: Order, kind: Work['kind'], steps: readonly Step[], now: Date): Order {
  const start = kind === 'run' ? startStep : startCompensation;
  return steps.reduce((current, { name }) => start(current, name, now), order);
}

interface Progress {
  /** The order after the work, or after the last attempt at it. */
  readonly order: Order;
  /** A fault of the last attempt, when there was no time for another one. */
  readonly fault?: Fault;
}

interface Fault {
  readonly step: Step;
  readonly error: unknown;
}

/**
 * Does the work, and retries faults. The order is written before each attempt. The outcome is written together
 * with the next attempt, or with the end of the saga.
 */
async function perform(
  deps: SagaDependencies,
  order: Order,
  { kind, steps }: Work,
  options: { save: Save; deadline: number; retrying: boolean; isBegun: boolean },
): Promise<Progress> {
  const { save, deadline, retrying, isBegun } = options;
  let current = order;
  let left = steps;
  for (let attempt = 1; ; attempt++) {
    if (attempt > 1 || !isBegun) current = await save(attemptNext(current, kind, left, deps.clock()));
    const attempted = current;
    const ends = await Promise.all(
      left.map((step) => attemptAt(deps, step, kind, attempted, contextOf(deps, order, step, deadline))),
    );
    current = ends.reduce((changed, { applyTo }) => applyTo?.(changed) ?? changed, current);
    const faults = ends.flatMap(({ fault }) => fault ?? []);
    const [fault] = faults;
    // A step that was refused is undone next, and so is one whose effect is unknown.
    if (!fault || current.saga.status !== order.saga.status) return { order: current };
    for (const { step, error } of faults)
      current = recordFault(current, step.name, faultMessage(step, error), deps.clock());
    const again = retrying && (await waitToRetry(deps, fault.step.retries, attempt, deadline));
    if (!again) return { order: current, fault };
    for (const { step, error: err } of faults)
      deps.log.warn({ orderId: order.id, step: step.name, attempt, err }, 'a step is retried');
    left = faults.map(({ step }) => step);
  }
}

/** The end of one attempt: how it changes the order, or the fault. */
interface AttemptEnd {
  readonly applyTo?: (order: Order) => Order;
  readonly fault?: Fault;
}

/** Makes one attempt at a step or at its compensation. Never rejects. */
async function attemptAt(
  { clock, observer }: SagaDependencies,
  step: Step,
  kind: Work['kind'],
  order: Order,
  context: StepContext,
): Promise<AttemptEnd> {
  const { name } = step;
  try {
    if (kind === 'compensate') {
      const change = await step.compensate(order, context);
      observer.attempted(name, kind, 'done');
      return { applyTo: (current) => completeCompensation(current, name, change, clock()) };
    }
    const outcome = await step.run(order, context).catch((error: unknown) => refusalOf(step, error));
    observer.attempted(name, kind, outcome.kind);
    return {
      applyTo: (current) =>
        outcome.kind === 'done'
          ? completeStep(current, name, outcome.change ?? {}, clock())
          : refuseStep(current, name, outcome, clock()),
    };
  } catch (error) {
    observer.attempted(name, kind, 'fault');
    return { fault: { step, error } };
  }
}

/** Postpones the order to the recovery loop, or gives up its step or its compensation. */
function stopAfterFault(deps: SagaDependencies, order: Order, { step, error: err }: Fault): Order {
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
  return { services, carrier, clock, call };
}
