/**
 * A step of the saga is a file: its name, whether an order needs it, what it does, how that is undone, and how both are
 * tried again.
 *
 * To add one: write the file, and put its line into `steps.ts` at its place in the sequence. Since clients see it, its name
 * stands in the SDL's `SagaStepName` too; the service does not start when the two say something else. Orders that are under
 * way keep the steps that they were made with. Both `run` and `compensate` may be called again after they were done, since
 * a process may die before it wrote that down: each must be idempotent by the order's id.
 */

import type { CallOptions } from '@holdfast/kit-subgraph/serviceClient';
import type { Dependencies } from '../../dependencies.ts';
import type { Order, OrderChange, Rejection, RejectionCode } from '../../domain/order.ts';
import type { RetryRule } from '../retry.ts';

export type StepOutcome =
  | { readonly kind: 'done'; readonly change?: OrderChange }
  | { readonly kind: 'refused'; readonly rejection: Rejection; readonly change?: OrderChange };

export interface StepContext extends Pick<Dependencies, 'services' | 'carrier'> {
  /** For calls to services: in the name of the customer, or of who cancels. Each has the time that is left when it begins. */
  readonly call: CallOptions;
}

export interface Step {
  /** As clients see it. */
  readonly name: string;
  /** Whether this order needs it; otherwise it is SKIPPED. */
  needed(order: Order): boolean;
  /** What the order is rejected as when the step cannot be done for a reason that trying again does not change, or has
   * failed for too long. */
  readonly rejectedAs: RejectionCode;
  /** How many calls one attempt at either makes at most, one after another: so long it may take. One more is a defect. */
  readonly calls: number;
  /** How `run` and `compensate` are tried again within one round. `compensate` is, whatever the error. */
  readonly retry: RetryRule;
  /** Does it, or is refused. Rejects on a fault: then it is tried again. */
  run(order: Order, context: StepContext): Promise<StepOutcome>;
  /**
   * Undoes it, and sees to it that an attempt which is still on its way does nothing any more. Called when it was done,
   * also long ago when the order is cancelled, and when it was refused. Rejects on a fault: then it is tried again.
   */
  compensate(order: Order, context: StepContext): Promise<OrderChange>;
}

/** Why a step is undone, as the other services' records tell it. */
export function reasonOf({ cancellation, rejection }: Order): string | null {
  return cancellation?.reason ?? rejection?.message ?? null;
}

/** A step that relies on what an earlier one found out. @throws Error when that is missing: a defect. */
export function known<T>(value: T | null, what: string): T {
  if (value === null) throw new Error(`The order has no ${what} at this step.`);
  return value;
}
