import type { Collection } from 'mongodb';
import type { Order } from '../domain/order.ts';

/** An order as it is stored: its id is the document's. Money is a 64-bit integer. */
export type OrderDocument = Omit<Order, 'id'> & { readonly _id: string };

export type OrdersCollection = Collection<OrderDocument>;

export function toDocument({ id, ...order }: Order): OrderDocument {
  return { _id: id, ...order };
}

export function toOrder({ _id, ...document }: OrderDocument): Order {
  return { id: _id, ...document };
}
