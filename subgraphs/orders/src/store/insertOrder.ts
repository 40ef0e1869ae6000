import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import type { Transition } from '../domain/transition.ts';
import { IDEMPOTENCY_KEYS, NUMBERS } from '../indexes.ts';
import { type OrdersCollection, toDocument } from './orderDocument.ts';

/** @returns what stood in the way: the customer used the key before, or the number is another order's. */
export async function insertOrder(
  orders: Pick<OrdersCollection, 'insertOne'>,
  { to, events }: Transition<null>,
): Promise<'inserted' | 'key taken' | 'number taken'> {
  try {
    await orders.insertOne({ ...toDocument(to), outbox: events });
    return 'inserted';
  } catch (error) {
    if (isDuplicateKey(error, IDEMPOTENCY_KEYS)) return 'key taken';
    if (isDuplicateKey(error, NUMBERS)) return 'number taken';
    throw error;
  }
}
