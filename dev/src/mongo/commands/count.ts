import { equalValues } from '../bson/compare.ts';
import { parsePath, valuesAt } from '../bson/paths.ts';
import { field, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { countStored } from '../query/count.ts';
import { findStored } from '../query/find.ts';
import { type Command, collectionName, docOf, ok } from './command.ts';
import { countOf } from './find.ts';

export const count: Command = {
  fields: ['query', 'limit', 'skip'],
  run(request, { store }) {
    const { body, db } = request;
    const collection = store.find(db, collectionName(request));
    const filter = docOf(field(body, 'query'), 'query');
    const [skip, limit] = [countOf(body, 'skip') ?? 0, Math.abs(countOf(body, 'limit') ?? 0)];
    return ok({ n: countStored(store.sqlite, collection, filter, { skip, limit }) });
  },
};

export const distinct: Command = {
  fields: ['key', 'query'],
  run(request, { store }) {
    const { body, db } = request;
    const key = field(body, 'key');
    if (typeof key !== 'string') throw new CommandError('TypeMismatch', 'distinct needs a key');
    const path = parsePath(key);
    const values: Value[] = [];
    const collection = store.find(db, collectionName(request));
    for (const { doc } of findStored(store.sqlite, collection, docOf(field(body, 'query'), 'query'))) {
      for (const value of valuesAt(doc, path)) {
        if (value !== undefined && !values.some((known) => equalValues(known, value))) values.push(value);
      }
    }
    return ok({ values });
  },
};
