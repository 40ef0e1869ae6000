import { compilePipeline } from '../aggregate/pipeline.ts';
import { encode } from '../bson/encode.ts';
import { type Doc, field, isDoc, type Value } from '../bson/values.ts';
import { CommandError, notSupported } from '../errors.ts';
import { countStored } from '../query/count.ts';
import { findStored } from '../query/find.ts';
import { parseSort } from '../query/sort.ts';
import { type Command, collectionName, docOf } from './command.ts';
import { countingOf } from './counting.ts';
import { countOf } from './find.ts';

export const aggregate: Command = {
  fields: ['pipeline', 'cursor', 'allowDiskUse', 'bypassDocumentValidation'],
  run(request, { store, cursors, connection, environment }) {
    const { body, db } = request;
    if (typeof field(body, 'aggregate') !== 'string')
      throw notSupported('aggregate on a database, not a collection,');
    const name = collectionName(request);
    const pipeline = field(body, 'pipeline');
    if (!Array.isArray(pipeline)) throw new CommandError('TypeMismatch', "'pipeline' must be an array");
    const cursor = field(body, 'cursor');
    if (!isDoc(cursor)) throw new CommandError('FailedToParse', "The 'cursor' option is required");
    const documentsOf = (collection: string, filter: Doc): Iterable<Doc> =>
      findStored(store.sqlite, store.find(db, collection), filter).map(({ doc }) => doc);
    const { filter, sort, rest } = leadingQuery(pipeline);
    const run = compilePipeline(rest, { documentsOf, random: environment.random });
    const counting = sort === undefined ? countingOf(rest) : undefined;
    if (counting) {
      const n = countStored(store.sqlite, store.find(db, name), filter, counting);
      const documents = n > 0 ? [encode({ _id: counting.id, [counting.name]: n })] : [];
      return cursors.open({
        connection: connection.id,
        namespace: `${db}.${name}`,
        documents: Iterator.from(documents),
        batchSize: countOf(cursor, 'batchSize'),
        isSingleBatch: false,
      });
    }
    const found = findStored(store.sqlite, store.find(db, name), filter, { sort: parseSort(sort) });
    return cursors.open({
      connection: connection.id,
      namespace: `${db}.${name}`,
      documents: Iterator.from(run(found.map(({ doc }) => doc))).map(encode),
      batchSize: countOf(cursor, 'batchSize'),
      isSingleBatch: false,
    });
  },
};

/** Splits off a leading `$match`, and a `$sort` after it: they are a find and can use an index. */
export function leadingQuery(pipeline: readonly Value[]): { filter: Doc; sort: Value; rest: Value[] } {
  const rest = [...pipeline];
  const take = (stage: string): Value => {
    const [first] = rest;
    if (!isDoc(first) || !Object.hasOwn(first, stage) || Object.keys(first).length > 1) return undefined;
    rest.shift();
    return first[stage];
  };
  const filter = docOf(take('$match'), '$match');
  return { filter, sort: take('$sort'), rest };
}
