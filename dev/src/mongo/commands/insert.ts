import { type Doc, field } from '../bson/values.ts';
import { batchOf, type Command, collectionName, ok } from './command.ts';
import { eachStatement } from './statements.ts';

export const insert: Command = {
  fields: ['documents', 'ordered', 'bypassDocumentValidation'],
  run(request, { store, environment }) {
    const name = collectionName(request);
    const documents = batchOf(request, 'documents');
    return store.transaction(() => {
      const collection = store.ensure(request.db, name);
      const { done, writeErrors } = eachStatement(documents, request.body, ({ doc, raw }) => {
        if (field(doc, '_id') === undefined) collection.insert({ _id: environment.newId(), ...doc });
        else collection.insert(doc, raw);
      });
      const result: Doc = { n: done.length };
      return ok({ ...result, ...writeErrors });
    });
  },
};
