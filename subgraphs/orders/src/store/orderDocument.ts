import type { Collection } from 'mongodb';
import type { Order } from '../domain/order.ts';
import type { Saga, StepState } from '../domain/saga.ts';

/**
 * An order as it is stored: its id is the document's. Money is a 64-bit integer. What came later than the first orders
 * may be missing: cancellations, and what is kept of faults.
 */
export type OrderDocument = Omit<Order, 'id' | 'cancellation' | 'saga'> & {
  readonly _id: string;
  readonly cancellation?: Order['cancellation'];
  readonly saga: Omit<Saga, 'steps' | Late> &
    Partial<Pick<Saga, Late>> & { readonly steps: readonly StepDocument[] };
};

type Late = 'trouble' | 'retryAt';
type StepDocument = Omit<StepState, 'compensations'> & Partial<Pick<StepState, 'compensations'>>;

export type OrdersCollection = Collection<OrderDocument>;

export function toDocument({ id, ...order }: Order): OrderDocument {
  return { _id: id, ...order };
}

export function toOrder({ _id, cancellation = null, saga, ...document }: OrderDocument): Order {
  const { trouble = null, retryAt = saga.lease.until } = saga;
  const steps = saga.steps.map((step) => ({ compensations: 0, ...step }));
  return { id: _id, cancellation, ...document, saga: { ...saga, steps, trouble, retryAt } };
}
