import { encode } from '../bson/encode.ts';
import { toInteger } from '../bson/numbers.ts';
import { type Doc, field, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { findStored } from '../query/find.ts';
import { compileProjection } from '../query/project.ts';
import { parseSort } from '../query/sort.ts';
import { type Command, collectionName, docOf, ok } from './command.ts';

/** Options of cursors that only other kinds of collection support: rejected when they are true. */
const falseOnly = ['tailable', 'awaitData', 'oplogReplay', 'returnKey', 'showRecordId'];

export const find: Command = {
  fields: [
    'filter',
    'projection',
    'sort',
    'skip',
    'limit',
    'batchSize',
    'singleBatch',
    'noCursorTimeout',
    'allowDiskUse',
    'allowPartialResults',
    ...falseOnly,
  ],
  run(request, { store, cursors, connection }) {
    const { body, db } = request;
    const name = collectionName(request);
    for (const option of falseOnly) {
      if (field(body, option) === true)
        throw new CommandError(
          'NotImplemented',
          `find's option '${option}' is not supported by the embedded MongoDB`,
        );
    }
    const limit = countOf(body, 'limit') ?? 0;
    const found = findStored(store.sqlite, store.find(db, name), docOf(field(body, 'filter'), 'filter'), {
      sort: parseSort(field(body, 'sort')),
      skip: countOf(body, 'skip') ?? 0,
      limit: Math.abs(limit),
    });
    const project = compileProjection(field(body, 'projection'));
    return cursors.open({
      connection: connection.id,
      namespace: `${db}.${name}`,
      documents: found.map(({ raw, doc }) => (project === undefined ? raw : encode(project(doc)))),
      batchSize: countOf(body, 'batchSize'),
      isSingleBatch: field(body, 'singleBatch') === true || limit < 0,
    });
  },
};

export const getMore: Command = {
  fields: ['collection', 'batchSize'],
  run({ body, db }, { cursors }) {
    const id = toInteger(field(body, 'getMore'));
    const name = field(body, 'collection');
    if (id === undefined || typeof name !== 'string')
      throw new CommandError('TypeMismatch', 'getMore needs a cursor id and a collection');
    return cursors.more(id, `${db}.${name}`, countOf(body, 'batchSize'));
  },
};

export const killCursors: Command = {
  fields: ['cursors'],
  run({ body }, { cursors }) {
    const wanted = field(body, 'cursors');
    const ids = Array.isArray(wanted) ? wanted.flatMap((each) => toInteger(each) ?? []) : [];
    const killed: bigint[] = [];
    const unknown: bigint[] = [];
    for (const id of ids) (cursors.kill(id) ? killed : unknown).push(id);
    return ok({ cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] });
  },
};

/** Returns an optional integer; fails with TypeMismatch for any other value. */
export function countOf(body: Doc, name: string): number | undefined {
  const value: Value = field(body, name);
  if (value === undefined || value === null) return undefined;
  const count = toInteger(value);
  if (count === undefined) throw new CommandError('TypeMismatch', `'${name}' must be an integer`);
  return Number(count);
}
