/** The writes of new orders and of running sagas: those that are waiting go to the database together. */
import { createGroupCommit } from '@holdfast/kit-base/groupCommit';
import {
  type AnyBulkWriteOperation,
  MongoBulkWriteError,
  MongoServerError,
  type UpdateFilter,
} from 'mongodb';
import type { OrderDocument, OrdersCollection } from './orderDocument.ts';

/** Bulk writes at once. A second one keeps a slow first one from holding everything up. */
const LANES = 2;
/** Writes in one bulk write, of a few KB each. */
const MAX_BATCH = 200;

export interface OrderWrites {
  /** @throws the server's error, such as that of a unique index. */
  insert(document: OrderDocument): Promise<void>;
  /**
   * Updates an order if its lease still has this token. No update may change the token.
   * @returns false when the token is another one. Then nothing was written.
   */
  save(lease: Lease, update: UpdateFilter<OrderDocument>): Promise<boolean>;
}

interface Lease {
  readonly id: string;
  readonly token: number;
}

type Write =
  | { readonly kind: 'insert'; readonly document: OrderDocument }
  | { readonly kind: 'save'; readonly lease: Lease; readonly update: UpdateFilter<OrderDocument> };

type Outcome = { readonly error: Error } | { readonly written: boolean };

/** Creates the writes of a collection; a process has one. */
export function createOrderWrites(orders: Pick<OrdersCollection, 'bulkWrite' | 'find'>): OrderWrites {
  const submit = createGroupCommit<Write, Outcome>({
    run: (writes) => writeTogether(orders, writes),
    lanes: LANES,
    maxBatch: MAX_BATCH,
  });
  const written = async (write: Write): Promise<boolean> => {
    const outcome = await submit(write);
    if ('error' in outcome) throw outcome.error;
    return outcome.written;
  };
  return {
    insert: async (document) => void (await written({ kind: 'insert', document })),
    save: (lease, update) => written({ kind: 'save', lease, update }),
  };
}

async function writeTogether(
  orders: Pick<OrdersCollection, 'bulkWrite' | 'find'>,
  writes: readonly Write[],
): Promise<Outcome[]> {
  const { errors, matched } = await bulkWrite(orders, writes.map(toOperation));
  const leases = writes.flatMap((write, n) => (write.kind === 'save' && !errors.has(n) ? [write.lease] : []));
  const lost = matched === leases.length ? new Set<Lease>() : await findLost(orders, leases);
  return writes.map((write, n) => {
    const error = errors.get(n);
    if (error) return { error };
    return { written: write.kind === 'insert' || !lost.has(write.lease) };
  });
}

function toOperation(write: Write): AnyBulkWriteOperation<OrderDocument> {
  if (write.kind === 'insert') return { insertOne: { document: write.document } };
  const { id, token } = write.lease;
  return { updateOne: { filter: { _id: id, 'saga.lease.token': token }, update: write.update } };
}

/** @returns the errors by the number of their operation, and how many updates found their document. */
async function bulkWrite(
  orders: Pick<OrdersCollection, 'bulkWrite'>,
  operations: AnyBulkWriteOperation<OrderDocument>[],
): Promise<{ errors: ReadonlyMap<number, Error>; matched: number }> {
  try {
    const { matchedCount } = await orders.bulkWrite(operations, { ordered: false });
    return { errors: new Map(), matched: matchedCount };
  } catch (error) {
    // Without write errors, it is unknown what was written.
    if (!(error instanceof MongoBulkWriteError) || [error.writeErrors].flat().length === 0) throw error;
    const errors = [error.writeErrors]
      .flat()
      .map(
        ({ index, code, errmsg = '' }) => [index, new MongoServerError({ message: errmsg, code })] as const,
      );
    return { errors: new Map(errors), matched: error.result.matchedCount };
  }
}

/**
 * Returns the leases that are lost. A token only ever grows, so one that an order still has, it had when it was
 * written. A lease that was lost right after the write counts as lost too: its holder must stop in any case.
 */
async function findLost(
  orders: Pick<OrdersCollection, 'find'>,
  leases: readonly Lease[],
): Promise<ReadonlySet<Lease>> {
  const found = await orders
    .find({ _id: { $in: leases.map(({ id }) => id) } }, { projection: { 'saga.lease.token': 1 } })
    .toArray();
  const tokens = new Map(found.map(({ _id, saga }) => [_id, saga.lease.token]));
  return new Set(leases.filter(({ id, token }) => tokens.get(id) !== token));
}
