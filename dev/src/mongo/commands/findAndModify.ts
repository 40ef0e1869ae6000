import { type Doc, field, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { findStored } from '../query/find.ts';
import { compileProjection } from '../query/project.ts';
import { parseSort } from '../query/sort.ts';
import { compileUpdate } from '../update/compile.ts';
import { type Command, collectionName, docOf, ok } from './command.ts';
import { insertUpserted, updateStored } from './write.ts';

export const findAndModify: Command = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'arrayFilters',
    'bypassDocumentValidation',
  ],
  run(request, { store, environment }) {
    const name = collectionName(request);
    const { body, db } = request;
    const filter = docOf(field(body, 'query'), 'query');
    const sort = parseSort(field(body, 'sort') ?? undefined);
    const project = compileProjection(field(body, 'fields') ?? undefined) ?? ((doc: Doc) => doc);
    const wantsNew = field(body, 'new') === true;
    const isRemove = field(body, 'remove') === true;
    if (isRemove === (field(body, 'update') !== undefined) || (isRemove && wantsNew)) {
      throw new CommandError(
        'FailedToParse',
        "Either an update or remove=true must be specified, and remove has no 'new'",
      );
    }
    const update = isRemove ? undefined : compileUpdate(field(body, 'update'), field(body, 'arrayFilters'));
    return store.transaction(() => {
      const collection = store.find(db, name);
      const [stored] = findStored(store.sqlite, collection, filter, { sort, limit: 1 });
      if (stored !== undefined && collection !== undefined) {
        if (update === undefined) {
          collection.remove(stored);
          return answer(project(stored.doc), { n: 1 });
        }
        const { after } = updateStored(collection, stored, filter, update, environment);
        return answer(project(wantsNew ? after : stored.doc), { n: 1, updatedExisting: true });
      }
      if (update === undefined) return answer(null, { n: 0 });
      if (field(body, 'upsert') !== true) return answer(null, { n: 0, updatedExisting: false });
      const made = insertUpserted(store.ensure(db, name), filter, update, environment);
      const lastErrorObject = { n: 1, updatedExisting: false, upserted: field(made, '_id') };
      return answer(wantsNew ? project(made) : null, lastErrorObject);
    });
  },
};

function answer(value: Value, lastErrorObject: Doc): ReturnType<typeof ok> {
  return ok({ lastErrorObject, value });
}
