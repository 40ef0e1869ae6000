/** Ends reads of MongoDB at the deadline of their request. */

import { currentDeadline } from '@holdfast/kit-base/deadline';
import type { Collection, Db } from 'mongodb';

type Reads = Pick<Collection, 'find' | 'aggregate'>;

/**
 * Sets `maxTimeMS` on each read of the database's collections to the time until the request's deadline, so
 * that the server ends the read then. No read starts once the caller has gone. Changes `db` in place.
 *
 * The driver's `signal` is no alternative, because it destroys the connection: when many reads are late at
 * once, opening new connections would make more reads late.
 */
export function boundReads(db: Db): void {
  const collection = db.collection.bind(db);
  db.collection = ((...args: Parameters<Db['collection']>) => {
    const made = collection(...args);
    boundCollection(made);
    return made;
  }) as Db['collection'];
}

/**
 * Wraps the reads of a collection. `findOne` and `countDocuments` go through `find` and `aggregate`.
 * `distinct` is left out: no code uses it, and FerretDB 1.24 rejects `maxTimeMS` there.
 */
function boundCollection(collection: Reads): void {
  const { find, aggregate } = collection;
  const own: { [Read in keyof Reads]: (...args: never[]) => unknown } = {
    find: (filter?: object, options?: TimeOption) =>
      find.call(collection, filter ?? {}, withRemainingTime(options)),
    aggregate: (pipeline?: object[], options?: TimeOption) =>
      aggregate.call(collection, pipeline, withRemainingTime(options)),
  };
  Object.assign(collection, own);
}

interface TimeOption {
  readonly maxTimeMS?: number;
}

/**
 * Adds the remaining time to the options of a read.
 * @throws SUBGRAPH_TIMEOUT once the caller no longer waits.
 */
function withRemainingTime<Options extends TimeOption>(
  options: Options | undefined,
): (Options & TimeOption) | undefined {
  const deadline = currentDeadline();
  if (!deadline) return options;
  deadline.signal.throwIfAborted();
  const remaining = Math.max(1, Math.ceil(deadline.remaining()));
  if (!Number.isFinite(remaining)) return options;
  return { ...(options as Options), maxTimeMS: Math.min(remaining, options?.maxTimeMS ?? remaining) };
}
