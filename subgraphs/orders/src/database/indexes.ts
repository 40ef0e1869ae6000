import { OUTBOX_INDEX } from '@holdfast/kit-mongo/outbox';
import type { OrdersCollection } from './orderDocument.ts';

/** The index that makes an idempotency key unique for its customer. */
export const IDEMPOTENCY_KEYS = 'idempotency_keys';
/** The index that makes an order number unique. */
export const NUMBERS = 'numbers';

/** Creates the indexes that are missing. */
export async function ensureIndexes(orders: Pick<OrdersCollection, 'createIndexes'>): Promise<void> {
  await orders.createIndexes([
    { key: { customerId: 1, idempotencyKey: 1 }, name: IDEMPOTENCY_KEYS, unique: true },
    { key: { number: 1 }, name: NUMBERS, unique: true },
    { key: { placedAt: -1, _id: -1 }, name: 'newest' },
    { key: { status: 1, placedAt: -1, _id: -1 }, name: 'newest_of_status' },
    { key: { customerId: 1, placedAt: -1, _id: -1 }, name: 'newest_of_user' },
    { key: { customerId: 1, status: 1, placedAt: -1, _id: -1 }, name: 'newest_of_user_and_status' },
    { key: { 'saga.status': 1, 'saga.lease.until': 1 }, name: 'unfinished' },
    OUTBOX_INDEX,
  ]);
}
