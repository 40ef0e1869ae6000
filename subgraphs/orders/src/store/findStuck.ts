import type { Order } from '../domain/order.ts';
import { type OrdersCollection, toOrder } from './orderDocument.ts';

/** All orders that are STUCK, those first that have been for longest. */
export async function findStuck(orders: Pick<OrdersCollection, 'find'>): Promise<Order[]> {
  const documents = await orders.find({ 'saga.status': 'STUCK' }).sort({ updatedAt: 1 }).toArray();
  return documents.map(toOrder);
}
