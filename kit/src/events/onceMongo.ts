import type { Collection } from 'mongodb';
import type { Clock } from '../clock.ts';
import { isDuplicateKey } from '../mongo.ts';
import type { Event } from './event.ts';

/** That an event was handled by a consumer. */
export interface ConsumedEvent {
  readonly _id: { readonly consumer: string; readonly event: string };
  readonly at: Date;
}

/** Made by the collection's `ensureIndexes`: for `forgetConsumed`. */
export const CONSUMED_EVENTS_INDEX = { key: { at: 1 }, name: 'at' } as const;

/**
 * Handles an event that was not handled before. Without a transaction the two are not one: a process that dies after
 * `handle` and before it is written handles it again. So `handle` has an effect that is the same when it is done twice;
 * one that a version guards (`StockChanged`) needs none of this.
 * @returns false when it had been handled.
 */
export async function onceMongo(
  consumed: Pick<Collection<ConsumedEvent>, 'findOne' | 'insertOne'>,
  { consumer, clock }: { consumer: string; clock: Clock },
  event: Pick<Event, 'id'>,
  handle: () => Promise<void>,
): Promise<boolean> {
  const _id = { consumer, event: event.id };
  if (await consumed.findOne({ _id })) return false;
  await handle();
  try {
    await consumed.insertOne({ _id, at: clock() });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  return true;
}

/** Forgets events that were handled before then: longer ago than a bus may deliver one again. */
export async function forgetConsumed(
  consumed: Pick<Collection<ConsumedEvent>, 'deleteMany'>,
  before: Date,
): Promise<void> {
  await consumed.deleteMany({ at: { $lt: before } });
}
