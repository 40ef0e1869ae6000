import { toInteger } from '../bson/numbers.ts';
import { type Doc, field, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { findStored } from '../query/find.ts';
import { parseSort } from '../query/sort.ts';
import { compileUpdate } from '../update/compile.ts';
import {
  batchOf,
  type Command,
  type CommandContext,
  checkFields,
  collectionName,
  docOf,
  ok,
} from './command.ts';
import { eachStatement } from './statements.ts';
import { insertUpserted, updateStored } from './write.ts';

const statementFields = new Set(['q', 'u', 'upsert', 'multi', 'arrayFilters', 'sort', 'comment']);

export const update: Command = {
  fields: ['updates', 'ordered', 'bypassDocumentValidation'],
  run(request, context) {
    const name = collectionName(request);
    const statements = batchOf(request, 'updates');
    for (const { doc } of statements) checkFields(doc, 'update.updates', (each) => statementFields.has(each));
    return context.store.transaction(() => {
      const { done, writeErrors } = eachStatement(statements, request.body, ({ doc }) =>
        runStatement(doc, request.db, name, context),
      );
      const upserted = done.flatMap(({ index, result }) =>
        result.upsertedId === undefined ? [] : [{ index, _id: result.upsertedId }],
      );
      return ok({
        n: done.reduce((sum, { result }) => sum + result.matched, upserted.length),
        nModified: done.reduce((sum, { result }) => sum + result.modified, 0),
        ...(upserted.length === 0 ? {} : { upserted }),
        ...writeErrors,
      });
    });
  },
};

interface StatementResult {
  matched: number;
  modified: number;
  upsertedId: Value;
}

function runStatement(statement: Doc, db: string, name: string, context: CommandContext): StatementResult {
  const { store, environment } = context;
  const filter = docOf(field(statement, 'q'), 'q');
  const change = compileUpdate(field(statement, 'u'), field(statement, 'arrayFilters'));
  const isMulti = field(statement, 'multi') === true;
  if (isMulti && change.kind === 'replacement') {
    throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  const collection = store.find(db, name);
  const sort = parseSort(field(statement, 'sort'));
  const stored = [...findStored(store.sqlite, collection, filter, { sort, limit: isMulti ? 0 : 1 })];
  if (collection !== undefined && stored.length > 0) {
    const modified = stored.filter(
      (each) => updateStored(collection, each, filter, change, environment).isModified,
    );
    return { matched: stored.length, modified: modified.length, upsertedId: undefined };
  }
  if (field(statement, 'upsert') !== true) return { matched: 0, modified: 0, upsertedId: undefined };
  const doc = insertUpserted(store.ensure(db, name), filter, change, environment);
  return { matched: 0, modified: 0, upsertedId: field(doc, '_id') };
}

const deletionFields = new Set(['q', 'limit', 'comment']);

export const remove: Command = {
  fields: ['deletes', 'ordered'],
  run(request, { store }) {
    const name = collectionName(request);
    const statements = batchOf(request, 'deletes');
    for (const { doc } of statements) checkFields(doc, 'delete.deletes', (each) => deletionFields.has(each));
    return store.transaction(() => {
      const { done, writeErrors } = eachStatement(statements, request.body, ({ doc }) => {
        const collection = store.find(request.db, name);
        const limit = Number(toInteger(field(doc, 'limit')) ?? 0n);
        const stored = [...findStored(store.sqlite, collection, docOf(field(doc, 'q'), 'q'), { limit })];
        for (const each of stored) collection?.remove(each);
        return stored.length;
      });
      return ok({ n: done.reduce((sum, { result }) => sum + result, 0), ...writeErrors });
    });
  },
};
