import { UNFINISHED } from '../domain/saga.ts';
import type { SagaStatus } from '../domain/sagaState.ts';
import type { OrdersCollection } from './orderDocument.ts';

export async function countSagas(
  orders: Pick<OrdersCollection, 'countDocuments'>,
  status: SagaStatus,
): Promise<number> {
  return orders.countDocuments({ 'saga.status': status });
}

/** When the oldest order was placed whose saga has not ended; null when there is none. */
export async function findOldestUnfinished(orders: Pick<OrdersCollection, 'findOne'>): Promise<Date | null> {
  const oldest = await orders.findOne(
    { 'saga.status': { $in: [...UNFINISHED] } },
    { sort: { placedAt: 1 }, projection: { placedAt: 1 } },
  );
  return oldest?.placedAt ?? null;
}
