import type { Dependencies } from './dependencies.ts';
import type { Order } from './domain/order.ts';
import {
  begin,
  compensated,
  complete,
  end,
  fault,
  type NextAction,
  nextAction,
  refuse,
  skip,
} from './domain/saga.ts';
import { DeadlineError, waitToRetry } from './retry.ts';
import type { StepContext } from './steps/step.ts';
import { stepNamed } from './steps/steps.ts';
import { saveOrder } from './store/saveOrder.ts';

/** Milliseconds that the lease lasts after each write: longer than any single call. */
export const LEASE = 10_000;
/** Milliseconds that one call to a service may take. */
const CALL_TIMEOUT = 2_000;

/** Another process has the lease: this one may not write any more, and stops. */
export class LeaseLostError extends Error {
  override name = 'LeaseLostError';
}

/**
 * Carries an order on, from where its document stands, to its end or to the deadline.
 * @param order as it was read or written with the lease, whose token every write here names.
 * @param deadline a time in milliseconds since the epoch.
 * @returns the order as it is then: PENDING when there was no time, and its lease is free.
 * @throws LeaseLostError when another process has taken over.
 */
export async function runSaga(deps: Dependencies, order: Order, deadline: number): Promise<Order> {
  let current = order;
  for (;;) {
    const action = nextAction(current);
    if (action.kind === 'end') return save(deps, end(current, deps.clock()));
    try {
      current = await act(deps, current, action, deadline);
    } catch (error) {
      if (!(error instanceof DeadlineError)) throw error;
      deps.log.warn({ orderId: order.id, step: action.step, err: error.cause }, 'an order is left for later');
      return save(deps, fault(current, action.step, messageOf(error.cause), deps.clock()), { free: true });
    }
  }
}

type Action = Exclude<NextAction, { kind: 'end' }>;

/** Does one step, or undoes one, trying again on faults. Written down before and after. */
async function act(
  deps: Dependencies,
  order: Order,
  { kind, step: name }: Action,
  deadline: number,
): Promise<Order> {
  const step = stepNamed(name);
  if (kind === 'run' && !step.needed(order)) return skip(order, name, deps.clock());
  let current = order;
  for (let attempt = 1; ; attempt++) {
    if (kind === 'run') current = await save(deps, begin(current, name, deps.clock()));
    try {
      const context = contextOf(deps, order, deadline);
      if (kind === 'compensate') {
        const change = await step.compensate(current, context);
        return await save(deps, compensated(current, name, change, deps.clock()));
      }
      const outcome = await step.run(current, context);
      const now = deps.clock();
      return outcome.kind === 'done'
        ? complete(current, name, outcome.change ?? {}, now)
        : await save(deps, refuse(current, name, outcome, now));
    } catch (error) {
      if (error instanceof LeaseLostError) throw error;
      current = fault(current, name, messageOf(error), deps.clock());
      await waitToRetry(deps, { attempt, deadline, cause: error });
    }
  }
}

function contextOf({ services, carrier, clock }: Dependencies, order: Order, deadline: number): StepContext {
  const timeout = Math.max(1, Math.min(CALL_TIMEOUT, deadline - clock().getTime()));
  return { services, carrier, call: { user: { id: order.customerId, roles: [] }, timeout } };
}

/** Writes the order and keeps the lease, or frees it when the saga ended or `free` is set. */
async function save(
  deps: Dependencies,
  order: Order,
  { free = order.status !== 'PENDING' } = {},
): Promise<Order> {
  const now = deps.clock().getTime();
  const lease = { ...order.saga.lease, until: new Date(free ? now : now + LEASE) };
  const saved = { ...order, saga: { ...order.saga, lease } };
  if (!(await saveOrder(deps.orders, saved))) throw new LeaseLostError(`order ${order.id}`);
  return saved;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
