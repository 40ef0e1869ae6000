import { type OrdersCollection, toOrder } from '../../database/orderDocument.ts';
import type { Order } from '../../domain/order.ts';
import type { SagaStatus } from '../../domain/sagaState.ts';
import { UNFINISHED } from '../domain/saga.ts';

export async function countSagas(
  orders: Pick<OrdersCollection, 'countDocuments'>,
  status: SagaStatus,
): Promise<number> {
  return orders.countDocuments({ 'saga.status': status });
}

/** Returns when the oldest order whose saga has not ended was placed; null when there is none. */
export async function findOldestUnfinished(orders: Pick<OrdersCollection, 'findOne'>): Promise<Date | null> {
  const oldest = await orders.findOne(
    { 'saga.status': { $in: [...UNFINISHED] } },
    { sort: { placedAt: 1 }, projection: { placedAt: 1 } },
  );
  return oldest?.placedAt ?? null;
}

/** Returns all orders that are STUCK, in the order in which they got stuck. */
export async function findStuck(orders: Pick<OrdersCollection, 'find'>): Promise<Order[]> {
  const documents = await orders.find({ 'saga.status': 'STUCK' }).sort({ updatedAt: 1 }).toArray();
  return documents.map(toOrder);
}
