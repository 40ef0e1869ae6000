/** Reads of MongoDB that end when nobody waits for them. */

import { currentDeadline } from '@holdfast/kit-base/deadline';
import type { Collection, Db } from 'mongodb';

type Reads = Pick<Collection, 'find' | 'aggregate'>;

/**
 * Gives each read that a waited-for request makes of the database's collections `maxTimeMS`: what is left of the time, so that
 * the server ends it then. None begins when nobody waits. Changes `db` in place.
 *
 * Not the driver's `signal`, which destroys the connection: when many are late at once, opening new ones would make more late.
 */
export function boundReads(db: Db): void {
  const collection = db.collection.bind(db);
  db.collection = ((...args: Parameters<Db['collection']>) => {
    const made = collection(...args);
    bound(made);
    return made;
  }) as Db['collection'];
}

/** `findOne` and `countDocuments` go through `find` and `aggregate`. Not `distinct`: nobody uses it, and FerretDB 1.24 refuses
 * a `maxTimeMS` there. */
function bound(collection: Reads): void {
  const { find, aggregate } = collection;
  const own: { [Read in keyof Reads]: (...args: never[]) => unknown } = {
    find: (filter?: object, options?: TimeOption) => find.call(collection, filter ?? {}, inTime(options)),
    aggregate: (pipeline?: object[], options?: TimeOption) =>
      aggregate.call(collection, pipeline, inTime(options)),
  };
  Object.assign(collection, own);
}

interface TimeOption {
  readonly maxTimeMS?: number;
}

/** @throws SUBGRAPH_TIMEOUT when nobody waits. */
function inTime<Options extends TimeOption>(
  options: Options | undefined,
): (Options & TimeOption) | undefined {
  const deadline = currentDeadline();
  if (!deadline) return options;
  deadline.signal.throwIfAborted();
  const remaining = Math.max(1, Math.ceil(deadline.remaining()));
  if (!Number.isFinite(remaining)) return options;
  return { ...(options as Options), maxTimeMS: Math.min(remaining, options?.maxTimeMS ?? remaining) };
}
