import type { Filter } from 'mongodb';
import { type OrderDocument, type OrdersCollection, toOrder } from '../../database/orderDocument.ts';
import type { Order } from '../../domain/order.ts';
import { UNFINISHED } from '../domain/saga.ts';

/**
 * Takes the lease of an order whose saga has not ended, if the lease is free. Increments the token, so a
 * previous holder cannot write any more.
 * @param id null for the order that has waited longest, leaving out orders that pause after faults. A caller
 *   that names an order waits for it, and may take it during the pause.
 */
export async function claimOrder(
  orders: Pick<OrdersCollection, 'findOneAndUpdate'>,
  id: string | null,
  { now, until }: { now: Date; until: Date },
): Promise<Order | undefined> {
  const document = await orders.findOneAndUpdate(
    id === null ? due(now) : { ...free(now), _id: id },
    { $inc: { 'saga.lease.token': 1 }, $set: { 'saga.lease.until': until } },
    { sort: { 'saga.lease.until': 1 }, returnDocument: 'after' },
  );
  return document ? toOrder(document) : undefined;
}

/** Counts the orders that the recovery loop may take now, up to `limit`. */
export async function countDue(
  orders: Pick<OrdersCollection, 'countDocuments'>,
  { now, limit }: { now: Date; limit: number },
): Promise<number> {
  return orders.countDocuments(due(now), { limit });
}

/** Matches orders whose lease is free and that do not pause after a fault. */
function due(now: Date): Filter<OrderDocument> {
  // Not `$lte`: orders that were stored before there were pauses lack the field.
  return { ...free(now), 'saga.retryAt': { $not: { $gt: now } } };
}

function free(now: Date): Filter<OrderDocument> {
  return { 'saga.status': { $in: [...UNFINISHED] }, 'saga.lease.until': { $lte: now } };
}
