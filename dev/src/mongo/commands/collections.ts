import { encode } from '../bson/encode.ts';
import { type Doc, field, isDoc } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { compileFilter } from '../query/filter.ts';
import { idIndex } from '../storage/collection.ts';
import { type Command, collectionName, docOf, ok } from './command.ts';
import { countOf } from './find.ts';

export const create: Command = {
  fields: [],
  run(request, { store }) {
    const name = collectionName(request);
    if (store.find(request.db, name) !== undefined) {
      throw new CommandError('NamespaceExists', `Collection ${request.db}.${name} already exists.`);
    }
    store.transaction(() => store.ensure(request.db, name));
    return ok();
  },
};

export const drop: Command = {
  fields: [],
  run(request, { store }) {
    const name = collectionName(request);
    const collection = store.find(request.db, name);
    if (collection === undefined) return ok();
    const nIndexesWas = collection.indexes.length + 1;
    store.transaction(() => store.drop(collection));
    return ok({ ns: `${request.db}.${name}`, nIndexesWas });
  },
};

export const dropDatabase: Command = {
  fields: [],
  run({ db }, { store }) {
    const collections = store.collections(db);
    store.transaction(() => {
      for (const collection of collections) store.drop(collection);
    });
    return ok(collections.length === 0 ? {} : { dropped: db });
  },
};

export const listCollections: Command = {
  fields: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'],
  run({ db, body }, { store, cursors, connection }) {
    const matches = compileFilter(docOf(field(body, 'filter'), 'filter'));
    const isNameOnly = field(body, 'nameOnly') === true;
    const described = store.collections(db).map(({ name }): Doc => {
      if (isNameOnly) return { name, type: 'collection' };
      return {
        name,
        type: 'collection',
        options: {},
        info: { readOnly: false },
        idIndex: { v: 2, ...idIndex },
      };
    });
    const cursor = field(body, 'cursor');
    return cursors.open({
      connection: connection.id,
      namespace: `${db}.$cmd.listCollections`,
      documents: described
        .values()
        .filter((each) => matches(each))
        .map(encode),
      batchSize: isDoc(cursor) ? countOf(cursor, 'batchSize') : undefined,
      isSingleBatch: false,
    });
  },
};

export const listDatabases: Command = {
  fields: ['filter', 'nameOnly', 'authorizedDatabases'],
  run({ body }, { store }) {
    const matches = compileFilter(docOf(field(body, 'filter'), 'filter'));
    const databases = store
      .databases()
      .map(
        (name): Doc => (field(body, 'nameOnly') === true ? { name } : { name, sizeOnDisk: 0n, empty: false }),
      )
      .filter((each) => matches(each));
    return ok(field(body, 'nameOnly') === true ? { databases } : { databases, totalSize: 0n });
  },
};
