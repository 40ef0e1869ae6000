import type { Collection } from 'mongodb';
import type { Order } from '../domain/order.ts';

/**
 * An order as it is stored: its id is the document's. Money is a 64-bit integer. Orders that were placed before there were
 * cancellations have no such field.
 */
export type OrderDocument = Omit<Order, 'id' | 'cancellation'> & {
  readonly _id: string;
  readonly cancellation?: Order['cancellation'];
};

export type OrdersCollection = Collection<OrderDocument>;

export function toDocument({ id, ...order }: Order): OrderDocument {
  return { _id: id, ...order };
}

export function toOrder({ _id, cancellation = null, ...document }: OrderDocument): Order {
  return { id: _id, cancellation, ...document };
}
