/**
 * Runs the saga of an order. What is to be done next, and what an order is after it, are pure decisions (`../domain/saga.ts`);
 * this file does it, and writes each thing down before and after.
 *
 * - The steps, in their sequence, stand in `steps/steps.ts`; each is one file with its action and its compensation.
 * - A fault is tried again as `retry.ts` says. When there is no time left, the order waits for `recovery.ts`.
 * - A refusal turns the saga round: what was done is undone, backward.
 * - Only the holder of the lease writes (`lease.ts`). Every time stands in `timing.ts`.
 */
import { codeOf } from '@holdfast/kit-base/errors';
import type { Dependencies } from '../dependencies.ts';
import type { Order, Rejection } from '../domain/order.ts';
import {
  begin,
  beginCompensation,
  compensated,
  complete,
  end,
  type NextAction,
  nextAction,
  noteFault,
  refuse,
  skip,
} from '../domain/saga.ts';
import { leave } from '../domain/trouble.ts';
import { type Save, savingFrom } from './lease.ts';
import { isFault, waitToRetry } from './retry.ts';
import type { Step, StepContext, StepOutcome } from './steps/step.ts';
import { stepNamed } from './steps/steps.ts';
import { PAUSES } from './timing.ts';

/**
 * Carries an order on, from where its document stands, to its end or to the deadline.
 * @param order as it was read or written with the lease, whose token every write here names.
 * @param deadline a time in milliseconds since the epoch.
 * @param retrying whether it is tried again after a fault while there is time: true by default.
 * @returns the order as it is then: its saga unfinished when there was no time, and its lease free; or STUCK, when
 *   undoing it has failed for too long.
 * @throws LeaseLostError when another process has taken over.
 */
export async function runSaga(
  deps: Dependencies,
  order: Order,
  deadline: number,
  { retrying = true } = {},
): Promise<Order> {
  const save = savingFrom(deps, order);
  let current = order;
  for (;;) {
    const action = nextAction(current);
    if (action.kind === 'end') return save(end(current, deps.clock()));
    const { order: after, givenUp } = await act(deps, current, action, { save, deadline, retrying });
    if (givenUp === undefined) current = after;
    else return save(leaveForLater(deps, after, stepNamed(action.step), givenUp), { free: true });
  }
}

interface Progress {
  /** As it is after the action, or after the last attempt at it. */
  readonly order: Order;
  /** The last fault, when there was no time for another attempt. */
  readonly givenUp?: unknown;
}

/**
 * Does one step, or undoes one, trying again on faults. It is written down before each attempt, and what came of it
 * with the next action, or with the end.
 */
async function act(
  deps: Dependencies,
  order: Order,
  { kind, step: name }: Exclude<NextAction, { kind: 'end' }>,
  { save, deadline, retrying }: { save: Save; deadline: number; retrying: boolean },
): Promise<Progress> {
  const step = stepNamed(name);
  if (kind === 'run' && !step.needed(order)) return { order: skip(order, name, deps.clock()) };
  let current = order;
  for (let attempt = 1; ; attempt++) {
    current = await save((kind === 'run' ? begin : beginCompensation)(current, name, deps.clock()));
    const context = contextOf(deps, order, step, deadline);
    try {
      return { order: await (kind === 'run' ? forward : backward)(deps, step, current, context) };
    } catch (fault) {
      deps.watch.acted(name, kind, 'fault');
      current = noteFault(current, name, faultOf(step, fault), deps.clock());
      const again = retrying && (await waitToRetry(deps, step.retry, attempt, deadline));
      if (!again) return { order: current, givenUp: fault };
      deps.log.warn({ orderId: order.id, step: name, attempt, err: fault }, 'a step is tried again');
    }
  }
}

async function forward(
  { clock, watch }: Dependencies,
  step: Step,
  order: Order,
  context: StepContext,
): Promise<Order> {
  const outcome = await step.run(order, context).catch((error: unknown) => refusalOf(step, error));
  watch.acted(step.name, 'run', outcome.kind);
  return outcome.kind === 'done'
    ? complete(order, step.name, outcome.change ?? {}, clock())
    : refuse(order, step.name, outcome, clock());
}

async function backward(
  { clock, watch }: Dependencies,
  step: Step,
  order: Order,
  context: StepContext,
): Promise<Order> {
  const change = await step.compensate(order, context);
  watch.acted(step.name, 'compensate', 'done');
  return compensated(order, step.name, change, clock());
}

/** The order waits for the recovery loop, or is given up. */
function leaveForLater(deps: Dependencies, order: Order, step: Step, err: unknown): Order {
  const { patience, clock, log } = deps;
  const left = leave(order, step.name, {
    patience,
    pauses: PAUSES,
    rejection: givenUp(step),
    now: clock(),
  });
  const { status } = left.saga;
  const about = { orderId: order.id, step: step.name, err };
  if (status === 'STUCK') log.error(about, 'an order is stuck: its compensation has failed for too long');
  else if (status !== order.saga.status) log.error(about, 'a step has failed for too long and is undone');
  else log.warn(about, 'an order is left for later');
  return left;
}

/** An answer that says no for good is a refusal. @throws the error when it is a fault. */
function refusalOf(step: Step, error: unknown): StepOutcome {
  if (isFault(step.retry, error)) throw error;
  return { kind: 'refused', rejection: givenUp(step) };
}

function givenUp({ rejectedAs }: Step): Rejection {
  return { code: rejectedAs, message: 'The order could not be carried out.', shortages: [] };
}

/** What the customer is told of a fault; the log has the rest. */
function faultOf({ retry }: Step, error: unknown): string {
  const known = retry.faults.some((code) => code === codeOf(error)) && error instanceof Error;
  return known ? error.message : 'Internal server error';
}

function contextOf(
  { services, carrier, clock }: Dependencies,
  order: Order,
  { name, calls, retry }: Step,
  deadline: number,
): StepContext {
  const id = order.cancellation?.actor ?? order.customerId;
  let made = 0;
  const call = {
    user: { id, roles: [] },
    /** Read when a call begins. */
    get timeout() {
      if (++made > calls) throw new Error(`${name} makes more calls than the ${calls} that it says.`);
      return Math.max(1, Math.min(retry.callTimeout, deadline - clock().getTime()));
    },
  };
  return { services, carrier, call };
}
