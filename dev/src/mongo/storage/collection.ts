import { BSONRegExp } from 'bson';
import { decode } from '../bson/decode.ts';
import { encode } from '../bson/encode.ts';
import { type Doc, field, isDoc, maxDocumentBytes, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { type CollectionIndex, duplicateKey } from './collectionIndex.ts';
import { encodeValue } from './keyEncoding.ts';
import type { Sqlite } from './sqlite.ts';

/** A stored document: `id` is its row (insertion order), `raw` its BSON as sent to clients. */
export interface Stored {
  id: number;
  raw: Uint8Array;
  doc: Doc;
}

export interface Collection {
  readonly id: number;
  readonly db: string;
  readonly name: string;
  /** All indexes but `_id_`, which is the documents' table itself. */
  readonly indexes: CollectionIndex[];
  count(): number;
  /**
   * Inserts a document. Fails with code 11000, and then changes nothing.
   * @param raw the document's BSON, when it exists already.
   */
  insert(doc: Doc, raw?: Uint8Array): void;
  replace(stored: Stored, after: Doc): void;
  remove(stored: Stored): void;
  /** Returns the document of a row; undefined when there is none. */
  at(id: number): Stored | undefined;
}

export const idIndex = { name: '_id_', key: { _id: 1 } } as const;

/**
 * Opens a collection: its documents are a table of their own, and their index entries are written in the same
 * savepoint.
 */
export function createCollection(
  db: Sqlite,
  { id, db: dbName, name }: { id: number; db: string; name: string },
  indexes: CollectionIndex[],
): Collection {
  const table = `d${id}`;
  const namespace = `${dbName}.${name}`;

  return {
    id,
    db: dbName,
    name,
    indexes,
    count: () => Number(db.statement(`select count(*) as n from ${table}`).get()?.['n']),
    insert(doc, raw) {
      const [first] = Object.keys(doc);
      const bytes = raw !== undefined && first === '_id' ? raw : encode(idFirst(doc));
      const key = checkedId(doc);
      checkSize(bytes);
      db.savepoint(() => {
        const { changes, lastInsertRowid } = db
          .statement(`insert into ${table} (key, doc) values (?, ?) on conflict do nothing`)
          .run(key, bytes);
        if (changes === 0) throw duplicateKey(namespace, idIndex, [field(doc, '_id')]);
        for (const index of indexes) index.move(Number(lastInsertRowid), undefined, doc);
      });
    },
    replace(stored, after) {
      const bytes = encode(after);
      checkSize(bytes);
      db.savepoint(() => {
        db.statement(`update ${table} set doc = ? where id = ?`).run(bytes, stored.id);
        for (const index of indexes) index.move(stored.id, stored.doc, after);
      });
    },
    remove(stored) {
      db.savepoint(() => {
        db.statement(`delete from ${table} where id = ?`).run(stored.id);
        for (const index of indexes) index.move(stored.id, stored.doc, undefined);
      });
    },
    at(rowId) {
      const row = db.statement(`select doc from ${table} where id = ?`).get(rowId);
      if (row === undefined) return undefined;
      const raw = row['doc'] as Uint8Array;
      return { id: rowId, raw, doc: decode(raw) };
    },
  };
}

export function createDocumentsTable(db: Sqlite, id: number): void {
  db.exec(
    `create table d${id} (id integer primary key autoincrement, key blob not null unique, doc blob not null)`,
  );
}

/** Moves `_id` to the first place, where the server keeps it. */
export function idFirst(doc: Doc): Doc {
  const { _id, ...rest } = doc;
  return { _id, ...rest };
}

function checkedId(doc: Doc): Buffer {
  const id: Value = field(doc, '_id');
  if (id === undefined || Array.isArray(id) || id instanceof BSONRegExp) {
    const type = id === undefined ? 'undefined' : Array.isArray(id) ? 'array' : 'regex';
    throw new CommandError('InvalidOptions', `The '_id' value cannot be of type ${type}`);
  }
  if (isDoc(id) && Object.keys(id).some((name) => name.startsWith('$'))) {
    throw new CommandError('DollarPrefixedFieldName', "_id fields may not contain '$'-prefixed fields");
  }
  return encodeValue(id);
}

function checkSize(bytes: Uint8Array): void {
  if (bytes.byteLength <= maxDocumentBytes) return;
  throw new CommandError(
    'BSONObjectTooLarge',
    `object to insert too large. size in bytes: ${bytes.byteLength}, max size: ${maxDocumentBytes}`,
  );
}
