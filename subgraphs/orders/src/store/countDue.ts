import { waiting } from './claimOrder.ts';
import type { OrdersCollection } from './orderDocument.ts';

/** How many orders there are that the recovery loop may take now; not counted beyond `limit`. */
export async function countDue(
  orders: Pick<OrdersCollection, 'countDocuments'>,
  { now, limit }: { now: Date; limit: number },
): Promise<number> {
  return orders.countDocuments(waiting(now), { limit });
}
