import type { Hit } from '../bson/paths.ts';
import { type Doc, field } from '../bson/values.ts';
import { compileFilter } from '../query/filter.ts';
import { type Collection, idFirst } from '../storage/collection.ts';
import type { Stored } from '../storage/documentCache.ts';
import type { Update } from '../update/compile.ts';
import { idOf, seedOf } from '../update/upsert.ts';
import type { Environment } from './command.ts';

/** Applies an update to a document that the filter found; an update without effect writes nothing. */
export function updateStored(
  collection: Collection,
  stored: Stored,
  filter: Doc,
  update: Update,
  { now }: Environment,
): { after: Doc; isModified: boolean } {
  const hit: Hit = { position: undefined };
  // Matching again finds the array element that the filter matched.
  if (update.isPositional) compileFilter(filter)(stored.doc, hit);
  const after = update.apply(stored.doc, hit, { isInsert: false, now: now() });
  return { after, isModified: collection.replace(stored, after) };
}

/** Inserts the document of an upsert: the query's equalities, then the update. */
export function insertUpserted(
  collection: Collection,
  filter: Doc,
  update: Update,
  environment: Environment,
): Doc {
  const seed = update.kind === 'replacement' ? idOf(filter) : seedOf(filter);
  const created = update.apply(seed, { position: undefined }, { isInsert: true, now: environment.now() });
  const doc = idFirst(
    field(created, '_id') === undefined ? { ...created, _id: environment.newId() } : created,
  );
  collection.insert(doc);
  return doc;
}
