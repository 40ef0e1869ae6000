import type { Filter } from 'mongodb';
import type { Order } from '../domain/order.ts';
import { UNFINISHED } from '../domain/saga.ts';
import { type OrderDocument, type OrdersCollection, toOrder } from './orderDocument.ts';

/**
 * Takes the lease of an order whose saga has not ended, when nobody has it: its token grows, so that whoever had it before cannot write.
 * @param id null for the one that has waited longest, and that is not left alone after faults. Whoever asks for a certain
 *   one waits for it, and need not.
 */
export async function claimOrder(
  orders: Pick<OrdersCollection, 'findOneAndUpdate'>,
  id: string | null,
  { now, until }: { now: Date; until: Date },
): Promise<Order | undefined> {
  const document = await orders.findOneAndUpdate(
    id === null ? waiting(now) : { ...free(now), _id: id },
    { $inc: { 'saga.lease.token': 1 }, $set: { 'saga.lease.until': until } },
    { sort: { 'saga.lease.until': 1 }, returnDocument: 'after' },
  );
  return document ? toOrder(document) : undefined;
}

/** Nobody has its lease, and it is not left alone after a fault. */
export function waiting(now: Date): Filter<OrderDocument> {
  // Not `$lte`: orders that were left before there were pauses have no such field.
  return { ...free(now), 'saga.retryAt': { $not: { $gt: now } } };
}

function free(now: Date): Filter<OrderDocument> {
  return { 'saga.status': { $in: [...UNFINISHED] }, 'saga.lease.until': { $lte: now } };
}
