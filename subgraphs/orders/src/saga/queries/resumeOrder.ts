import { pushEvents } from '@holdfast/kit-mongo/outbox';
import type { OrdersCollection } from '../../database/orderDocument.ts';
import type { Transition } from '../../domain/transition.ts';

/**
 * Lets a STUCK saga be compensated again.
 * @returns false when it is no longer STUCK. Then nothing was written.
 */
export async function resumeOrder(
  orders: Pick<OrdersCollection, 'updateOne'>,
  { from, to, events }: Transition,
): Promise<boolean> {
  const { matchedCount } = await orders.updateOne(
    { _id: from.id, 'saga.status': 'STUCK' },
    {
      $set: {
        'saga.status': to.saga.status,
        'saga.trouble': to.saga.trouble,
        'saga.retryAt': to.saga.retryAt,
        'saga.lease.until': to.saga.lease.until,
        updatedAt: to.updatedAt,
      },
      $inc: { 'saga.lease.token': 1 },
      ...pushEvents(events),
    },
  );
  return matchedCount === 1;
}
