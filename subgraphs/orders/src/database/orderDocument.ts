import type { WithOutbox } from '@holdfast/kit-mongo/outbox';
import type { Collection } from 'mongodb';
import type { Order } from '../domain/order.ts';
import type { Saga, StepState } from '../domain/sagaState.ts';

/**
 * An order as stored. The order's id is the document's, and money is a 64-bit integer. Fields that are newer
 * than the first orders may be missing: the cancellation, the contact, the end of the hold, and the record of
 * faults. Events that
 * are not published yet are in the same document, next to the order's own fields; the relay removes them at
 * any time.
 */
export type OrderDocument = Omit<Order, 'id' | 'cancellation' | 'contact' | 'heldUntil' | 'saga'> &
  Partial<Pick<Order, 'cancellation' | 'contact' | 'heldUntil'>> &
  WithOutbox & {
    readonly _id: string;
    readonly saga: Omit<Saga, 'steps' | NewerFields> &
      Partial<Pick<Saga, NewerFields>> & { readonly steps: readonly StepDocument[] };
  };

/** Fields of a saga that are newer than the first orders. */
type NewerFields = 'trouble' | 'retryAt';
type StepDocument = Omit<StepState, 'compensations'> & Partial<Pick<StepState, 'compensations'>>;

export type OrdersCollection = Collection<OrderDocument>;

export function toDocument({ id, ...order }: Order): OrderDocument {
  return { _id: id, ...order };
}

/**
 * Returns the fields that a change replaced. It compares by identity, because a changed order shares its
 * unchanged values with the original. No field ever disappears: what an order does not have is null.
 */
export function changedFields(from: Order, to: Order): Partial<Omit<OrderDocument, '_id' | 'outbox'>> {
  const { id: _, ...fields } = to;
  const names = Object.keys(fields) as (keyof typeof fields)[];
  return Object.fromEntries(
    names.filter((name) => fields[name] !== from[name]).map((name) => [name, fields[name]]),
  );
}

export function toOrder(stored: OrderDocument): Order {
  const { _id, cancellation = null, contact = null, heldUntil = null, saga, outbox: _, ...document } = stored;
  const { trouble = null, retryAt = saga.lease.until } = saga;
  const steps = saga.steps.map((step) => ({ compensations: 0, ...step }));
  return {
    id: _id,
    cancellation,
    contact,
    heldUntil,
    ...document,
    saga: { ...saga, steps, trouble, retryAt },
  };
}
