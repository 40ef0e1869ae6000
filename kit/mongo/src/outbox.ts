/**
 * The outbox on MongoDB. The update of an aggregate's document also pushes its events to the document's array
 * `outbox`; the relay publishes them. The order of the array is the order in which the events happened.
 */

import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Event } from '@holdfast/kit-events/event';
import type { Outbox } from '@holdfast/kit-events/outbox';
import type { Collection, Db, Document } from 'mongodb';
import { isDuplicateKey } from './mongo.ts';

/** The array that the outbox adds to a document. */
export interface WithOutbox {
  readonly outbox?: readonly Event[];
}

/** The index that finds documents with events. The service's `ensureIndexes` creates it. */
export const OUTBOX_INDEX = { key: { 'outbox.id': 1 }, name: 'outbox', sparse: true } as const;

/** Finds documents with events by that index. With `$exists`, the embedded MongoDB would not use it. */
export const WITH_EVENTS = { 'outbox.id': { $gte: '' } } as const;

/** Returns the part of an update that adds events: `{ $set: …, ...pushEvents(events) }`. */
export function pushEvents(events: readonly Event[]): { $push: { outbox: { $each: Event[] } } } {
  return { $push: { outbox: { $each: [...events] } } };
}

const ONLY_ID = { projection: { _id: 1 } } as const;

/** The maximum number of documents that the metrics count. */
const SHOWN = 1_000;

/** The maximum number of documents that are read at once. */
const BATCH = 200;

/** Milliseconds of the lease, after which another process may relay if the holder does not renew it. */
const LEASE = 5_000;

/** Milliseconds that the lease must still last for a batch; otherwise it is renewed before. */
const NEEDED = 4_000;

interface Lease {
  readonly _id: string;
  readonly holder: string;
  readonly until: Date;
}

export interface MongoOutboxOptions {
  /** The collections of aggregates, each with `OUTBOX_INDEX`. */
  readonly collections: readonly Pick<Collection<Document>, 'find' | 'findOne' | 'bulkWrite'>[];
  /** The collection with the lease, which lets one process relay at a time. */
  readonly leases: Pick<Collection<Lease>, 'updateOne' | 'deleteOne'>;
  /** A unique id of this process. */
  readonly holder: string;
  readonly clock: Clock;
}

/** Creates the outbox of a service's collections. */
export function createMongoOutbox({ collections, leases, holder, clock }: MongoOutboxOptions): Outbox {
  const name = 'outbox';
  /** Milliseconds since the epoch at which the lease of this process ends. */
  let heldUntil = 0;
  const acquireLease = async () => {
    const now = clock();
    const until = new Date(now.getTime() + LEASE);
    try {
      await leases.updateOne(
        { _id: name, $or: [{ holder }, { until: { $lte: now } }] },
        { $set: { holder, until } },
        { upsert: true },
      );
      heldUntil = until.getTime();
      return true;
    } catch (error) {
      // Another process holds it: the filter finds nothing, and the upsert fails because the id exists.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  };
  const relayOne = async (collection: MongoOutboxOptions['collections'][number], publish: Publish) => {
    const found = await collection
      .find(WITH_EVENTS, { projection: { outbox: 1 } })
      .limit(BATCH)
      .toArray();
    if (found.length === 0) return false;
    await publish(found.flatMap(({ outbox }) => outbox as Event[]));
    // Removed by value, because $pull with a condition removes nothing on FerretDB.
    const removals = found.map(({ _id, outbox }) => ({
      updateOne: { filter: { _id }, update: { $pullAll: { outbox } } as Document },
    }));
    await collection.bulkWrite(removals, { ordered: false });
    return found.length === BATCH;
  };
  return {
    relay: async (publish) => {
      if (clock().getTime() + NEEDED > heldUntil) {
        // Most polls find nothing, and they should not write the lease.
        const any = await Promise.all(
          collections.map((collection) => collection.findOne(WITH_EVENTS, ONLY_ID)),
        );
        if (any.every((found) => found === null) || !(await acquireLease())) return false;
      }
      const more = await Promise.all(collections.map((collection) => relayOne(collection, publish)));
      return more.includes(true);
    },
    waiting: async () => {
      const found = await Promise.all(
        collections.map((collection) =>
          collection
            .find(WITH_EVENTS, { projection: { 'outbox.time': 1 } })
            .limit(SHOWN)
            .toArray(),
        ),
      );
      const times = found
        .flat()
        .flatMap(({ outbox }) => (outbox as Event[]).map(({ time }) => Date.parse(time)));
      const now = clock().getTime();
      const oldest = times.reduce((first, time) => Math.min(first, time), now);
      return { unsent: found.flat().length, oldestSeconds: (now - oldest) / 1_000 };
    },
    end: async () => {
      heldUntil = 0;
      await leases.deleteOne({ _id: name, holder });
    },
  };
}

/** Creates the outbox of the collections with these names; its lease is in the same database. */
export function mongoOutboxOf(
  db: Db,
  names: readonly string[],
  { newId, clock }: { newId: NewId; clock: Clock },
): Outbox {
  return createMongoOutbox({
    collections: names.map((name) => db.collection(name)),
    leases: db.collection('leases'),
    holder: newId(),
    clock,
  });
}

type Publish = (events: readonly Event[]) => Promise<void>;
