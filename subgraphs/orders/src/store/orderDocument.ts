import type { WithOutbox } from '@holdfast/kit-mongo/outbox';
import type { Collection } from 'mongodb';
import type { Order } from '../domain/order.ts';
import type { Saga, StepState } from '../domain/sagaState.ts';

/**
 * An order as it is stored: its id is the document's. Money is a 64-bit integer. What came later than the first orders
 * may be missing: cancellations, what is kept of faults, and who is written to. Events that are not published yet stand
 * beside the order, which does not know of them: the relay takes them out at any time.
 */
export type OrderDocument = Omit<Order, 'id' | 'cancellation' | 'contact' | 'saga'> &
  Partial<Pick<Order, 'cancellation' | 'contact'>> &
  WithOutbox & {
    readonly _id: string;
    readonly saga: Omit<Saga, 'steps' | Late> &
      Partial<Pick<Saga, Late>> & { readonly steps: readonly StepDocument[] };
  };

type Late = 'trouble' | 'retryAt';
type StepDocument = Omit<StepState, 'compensations'> & Partial<Pick<StepState, 'compensations'>>;

export type OrdersCollection = Collection<OrderDocument>;

export function toDocument({ id, ...order }: Order): OrderDocument {
  return { _id: id, ...order };
}

/**
 * The fields of a document that are others after a change, by identity: what is made of an order has its own values where
 * nothing changed. None is ever gone, since what an order has not is null.
 */
export function changedFields(from: Order, to: Order): Partial<Omit<OrderDocument, '_id' | 'outbox'>> {
  const { id: _, ...fields } = to;
  const names = Object.keys(fields) as (keyof typeof fields)[];
  return Object.fromEntries(
    names.filter((name) => fields[name] !== from[name]).map((name) => [name, fields[name]]),
  );
}

export function toOrder(stored: OrderDocument): Order {
  const { _id, cancellation = null, contact = null, saga, outbox: _, ...document } = stored;
  const { trouble = null, retryAt = saga.lease.until } = saga;
  const steps = saga.steps.map((step) => ({ compensations: 0, ...step }));
  return { id: _id, cancellation, contact, ...document, saga: { ...saga, steps, trouble, retryAt } };
}
