/**
 * Events in the document of the aggregate that they tell of, in its array `outbox`, pushed by the same update, and how they
 * get to the bus: the order of the array is the order in which they happened.
 */

import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { Event } from '@holdfast/kit-events/event';
import type { Outbox } from '@holdfast/kit-events/outbox';
import type { Collection, Db, Document } from 'mongodb';
import { isDuplicateKey } from './mongo.ts';

/** What a document with events has, besides its own. */
export interface WithOutbox {
  readonly outbox?: readonly Event[];
}

/** The index by which documents with events are found; made by the collection's `ensureIndexes`. */
export const OUTBOX_INDEX = { key: { 'outbox.id': 1 }, name: 'outbox', sparse: true } as const;

/** Finds documents with events by that index; `$exists` would not, on the embedded MongoDB. */
export const WITH_EVENTS = { 'outbox.id': { $gte: '' } } as const;

/** What an update adds for these events: `{ $set: …, ...pushEvents(events) }`. */
export function pushEvents(events: readonly Event[]): { $push: { outbox: { $each: Event[] } } } {
  return { $push: { outbox: { $each: [...events] } } };
}

const ONLY_ID = { projection: { _id: 1 } } as const;

/** Documents that are looked for to be shown. */
const SHOWN = 1_000;

/** Documents looked at in one go. */
const BATCH = 200;

/** Milliseconds after which another process may relay, when the one that did gives no sign of life. */
const LEASE = 5_000;

interface Lease {
  readonly _id: string;
  readonly holder: string;
  readonly until: Date;
}

export interface MongoOutboxOptions {
  /** Of aggregates; each with `OUTBOX_INDEX`. */
  readonly collections: readonly Pick<Collection<Document>, 'find' | 'findOne' | 'updateOne'>[];
  /** Where it is written which process relays: one does at a time. */
  readonly leases: Pick<Collection<Lease>, 'updateOne' | 'deleteOne'>;
  /** This process: an id that no other one has. */
  readonly holder: string;
  readonly clock: Clock;
}

/** The outboxes of a service's collections. */
export function createMongoOutbox({ collections, leases, holder, clock }: MongoOutboxOptions): Outbox {
  const name = 'outbox';
  const lead = async () => {
    const now = clock();
    const until = new Date(now.getTime() + LEASE);
    try {
      await leases.updateOne(
        { _id: name, $or: [{ holder }, { until: { $lte: now } }] },
        { $set: { holder, until } },
        { upsert: true },
      );
      return true;
    } catch (error) {
      // Somebody else has it: then the filter finds nothing, and the id is taken.
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
    // By the events themselves: FerretDB removes nothing by $pull with a condition.
    await Promise.all(
      found.map(({ _id, outbox }) => collection.updateOne({ _id }, { $pullAll: { outbox } } as Document)),
    );
    return found.length === BATCH;
  };
  return {
    relay: async (publish) => {
      // Most looks find nothing: they write nothing either.
      const any = await Promise.all(
        collections.map((collection) => collection.findOne(WITH_EVENTS, ONLY_ID)),
      );
      if (any.every((found) => found === null) || !(await lead())) return false;
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
    end: async () => void (await leases.deleteOne({ _id: name, holder })),
  };
}

/** The outbox of a service whose events are in these collections, beside which it keeps its leases. */
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
