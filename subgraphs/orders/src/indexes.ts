import { OUTBOX_INDEX } from '@holdfast/kit-mongo/outbox';
import type { OrdersCollection } from './store/orderDocument.ts';

/** The name of the index that makes a key unique for its customer. */
export const IDEMPOTENCY_KEYS = 'idempotency_keys';
/** The name of the index that makes an order's number unique. */
export const NUMBERS = 'numbers';

/** Makes the indexes that are missing. */
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
