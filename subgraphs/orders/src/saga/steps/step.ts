/**
 * The interface of a saga step. A step is one file: its name, whether an order needs it, its action, the
 * compensation that undoes the action, and how both are retried.
 *
 * To add a step, write the file and add it to `steps.ts` at its place in the sequence. Clients see its
 * name, so add that to `SagaStepName` in the SDL; the service does not start while the two differ. Orders
 * that are in progress keep the steps that they were created with. Both `run` and `compensate` may be called
 * again after they took effect, because a process may crash before it records that. Each must therefore be
 * idempotent by the order's id.
 */

import type { Clock } from '@holdfast/kit-base/clock';
import type { CallOptions, ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import type { Carrier } from '../../carrier/carrier.ts';
import type { Order, OrderChange, Rejection, RejectionCode } from '../../domain/order.ts';
import type { RetryPolicy } from '../retry.ts';

export type StepOutcome =
  | { readonly kind: 'done'; readonly change?: OrderChange }
  | { readonly kind: 'refused'; readonly rejection: Rejection; readonly change?: OrderChange };

/** The parties that the steps call. */
export interface StepDependencies {
  readonly services: { readonly inventory: ServiceClient; readonly payments: ServiceClient };
  readonly carrier: Carrier;
}

export interface StepContext extends StepDependencies {
  readonly clock: Clock;
  /**
   * The options of every call: made on behalf of the customer, or of the actor who cancels. Its timeout is
   * the time that is left when the call starts.
   */
  readonly call: CallOptions;
}

export interface Step {
  /** The name that clients see. */
  readonly name: string;
  /** Returns true when the order needs the step. Otherwise the step is SKIPPED. */
  needed(order: Order): boolean;
  /** The order's rejection code when the step is refused by an error, or meets faults for too long. */
  readonly rejectedAs: RejectionCode;
  /**
   * The maximum number of calls that one attempt at `run` or `compensate` makes, one after another. It bounds
   * the duration of an attempt; one call more is a defect.
   */
  readonly maxCalls: number;
  /** How `run` and `compensate` are retried within one round. Any error of `compensate` is retried. */
  readonly retries: RetryPolicy;
  /** Does the step, or is refused. Rejects on a fault, and is then retried. */
  run(order: Order, context: StepContext): Promise<StepOutcome>;
  /**
   * Undoes the step, and makes sure that an attempt which is still in flight has no effect any more. Called
   * after the step was done (long after, when the order is cancelled) or refused. Rejects on a fault, and is
   * then retried.
   */
  compensate(order: Order, context: StepContext): Promise<OrderChange>;
}

/** Returns the reason for which a step is undone, for the records of the other services. */
export function reasonOf({ cancellation, rejection }: Order): string | null {
  return cancellation?.reason ?? rejection?.message ?? null;
}

/** Returns a value that an earlier step has set. @throws Error when it is missing, which is a defect. */
export function required<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`The order has no ${what} at this step.`);
  return value;
}
