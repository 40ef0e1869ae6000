import type { StatusChange } from '../domain/changes.ts';
import type { Order } from '../domain/order.ts';
import { type OrdersCollection, toOrder } from './orderDocument.ts';

/**
 * Gives an order the status that was decided on, unless it has gone on since: to another status, or into its
 * cancellation. The lease's token grows, so that nobody who had it before can write over this.
 * @returns undefined when it has, and nothing was written.
 */
export async function changeStatus(
  orders: Pick<OrdersCollection, 'findOneAndUpdate'>,
  id: string,
  { from, to, shipment }: StatusChange,
  { actor, now }: { actor: string; now: Date },
): Promise<Order | undefined> {
  const document = await orders.findOneAndUpdate(
    { _id: id, status: from, 'saga.status': 'COMPLETED' },
    {
      $set: { status: to, updatedAt: now, ...(shipment !== null && { 'shipment.status': shipment }) },
      $push: { history: { status: to, at: now, actor, reason: null } },
      $inc: { 'saga.lease.token': 1 },
    },
    { returnDocument: 'after' },
  );
  return document ? toOrder(document) : undefined;
}
