import { encode } from '../bson/encode.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import type { Collection } from '../storage/collection.ts';
import { idIndex } from '../storage/collection.ts';
import {
  describeIndex,
  type IndexDefinition,
  parseIndexDefinition,
  sameKey,
  sameOptions,
} from '../storage/indexDefinition.ts';
import { show } from '../storage/show.ts';
import { type Command, collectionName, ok } from './command.ts';
import { countOf } from './find.ts';

/**
 * Builds indexes over the existing documents; a violated unique index fails with code 11000 and leaves
 * nothing behind.
 */
export const createIndexes: Command = {
  fields: ['indexes', 'commitQuorum'],
  run(request, { store }) {
    const name = collectionName(request);
    const specs = field(request.body, 'indexes');
    if (!Array.isArray(specs) || specs.length === 0)
      throw new CommandError('BadValue', 'Must specify at least one index to create');
    const definitions = specs.map(parseIndexDefinition);
    return store.transaction(() => {
      const createdCollectionAutomatically = store.find(request.db, name) === undefined;
      const collection = store.ensure(request.db, name);
      const before = collection.indexes.length + 1;
      for (const definition of definitions) {
        if (!isKnown(collection, definition)) store.addIndex(collection, definition);
      }
      const after = collection.indexes.length + 1;
      return ok({
        numIndexesBefore: before,
        numIndexesAfter: after,
        createdCollectionAutomatically,
        ...(after === before ? { note: 'all indexes already exist' } : {}),
      });
    });
  },
};

/** Returns true when an equal index exists; fails when another one has the same name or the same key. */
function isKnown({ indexes }: Collection, definition: IndexDefinition): boolean {
  if (sameKey(definition.key, idIndex.key)) return true;
  for (const { definition: known } of indexes) {
    if (known.name === definition.name) {
      if (sameKey(known.key, definition.key) && sameOptions(known, definition)) return true;
      const isTtlAlone =
        sameKey(known.key, definition.key) &&
        sameOptions({ ...known, expireAfterSeconds: definition.expireAfterSeconds }, definition);
      const requested = `Requested index: ${show(describeIndex(definition))}, existing index: ${show(describeIndex(known))}`;
      if (isTtlAlone) {
        throw new CommandError(
          'IndexOptionsConflict',
          `An equivalent index already exists with the same name but different options. ${requested}`,
        );
      }
      throw new CommandError(
        'IndexKeySpecsConflict',
        `An existing index has the same name as the requested index. ${requested}`,
      );
    }
    const hasSamePartial = show(known.partial?.expression) === show(definition.partial?.expression);
    if (sameKey(known.key, definition.key) && hasSamePartial && known.sparse === definition.sparse) {
      throw new CommandError(
        'IndexOptionsConflict',
        `Index already exists with a different name: ${known.name}`,
      );
    }
  }
  return false;
}

export const listIndexes: Command = {
  fields: ['cursor'],
  run(request, { store, cursors, connection }) {
    const name = collectionName(request);
    const collection = store.find(request.db, name);
    if (collection === undefined) {
      throw new CommandError('NamespaceNotFound', `ns does not exist: ${request.db}.${name}`);
    }
    const all: Doc[] = [
      { v: 2, ...idIndex },
      ...collection.indexes.map(({ definition }) => describeIndex(definition)),
    ];
    const cursor = field(request.body, 'cursor');
    return cursors.open({
      connection: connection.id,
      namespace: `${request.db}.${name}`,
      documents: all.values().map(encode),
      batchSize: isDoc(cursor) ? countOf(cursor, 'batchSize') : undefined,
      isSingleBatch: false,
    });
  },
};

export const dropIndexes: Command = {
  fields: ['index'],
  run(request, { store }) {
    const name = collectionName(request);
    const collection = store.find(request.db, name);
    if (collection === undefined)
      throw new CommandError('NamespaceNotFound', `ns not found ${request.db}.${name}`);
    const nIndexesWas = collection.indexes.length + 1;
    return store.transaction(() => {
      for (const each of namesOf(collection, field(request.body, 'index'))) {
        if (each === idIndex.name) throw new CommandError('InvalidOptions', 'cannot drop _id index');
        store.dropIndex(collection, each);
      }
      return ok({ nIndexesWas });
    });
  },
};

function namesOf({ indexes }: Collection, wanted: Value): string[] {
  if (wanted === '*') return indexes.map(({ definition }) => definition.name);
  if (typeof wanted === 'string') return [wanted];
  if (Array.isArray(wanted)) return wanted.map(String);
  if (isDoc(wanted)) {
    const found = indexes.find(({ definition }) => sameKey(definition.key, wanted));
    if (found !== undefined) return [found.definition.name];
  }
  throw new CommandError('IndexNotFound', `can't find index with key: ${show(wanted)}`);
}
