import type { OrdersCollection } from './orderDocument.ts';

/**
 * Lets a STUCK saga be undone again, with all its time anew; the recovery loop of a running service takes it.
 * @returns false when the order is not STUCK, or there is none: then nothing was written.
 */
export async function resumeOrder(
  orders: Pick<OrdersCollection, 'updateOne'>,
  id: string,
  now: Date,
): Promise<boolean> {
  const { matchedCount } = await orders.updateOne(
    { _id: id, 'saga.status': 'STUCK' },
    {
      $set: {
        'saga.status': 'COMPENSATING',
        'saga.trouble': null,
        'saga.retryAt': now,
        'saga.lease.until': now,
        updatedAt: now,
      },
      $inc: { 'saga.lease.token': 1 },
    },
  );
  return matchedCount === 1;
}
