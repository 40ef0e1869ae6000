import { isDuplicateKey } from '@holdfast/kit-mongo/mongo';
import { IDEMPOTENCY_KEYS, NUMBERS } from '../database/indexes.ts';
import { type OrdersCollection, toDocument, toOrder } from '../database/orderDocument.ts';
import type { OrderWrites } from '../database/orderWrites.ts';
import type { Order } from '../domain/order.ts';
import type { Transition } from '../domain/transition.ts';

/** Finds the order that the customer placed with this idempotency key. */
export async function findOrderByKey(
  orders: Pick<OrdersCollection, 'findOne'>,
  { customerId, idempotencyKey }: { customerId: string; idempotencyKey: string },
): Promise<Order | undefined> {
  const document = await orders.findOne({ customerId, idempotencyKey });
  return document ? toOrder(document) : undefined;
}

/**
 * @returns what prevented the insert, if anything: the customer used the key before, or another order has the
 *   number.
 */
export async function insertOrder(
  writes: Pick<OrderWrites, 'insert'>,
  { to, events }: Transition<null>,
): Promise<'inserted' | 'key taken' | 'number taken'> {
  try {
    await writes.insert({ ...toDocument(to), outbox: events });
    return 'inserted';
  } catch (error) {
    if (isDuplicateKey(error, IDEMPOTENCY_KEYS)) return 'key taken';
    if (isDuplicateKey(error, NUMBERS)) return 'number taken';
    throw error;
  }
}
