import { BSONRegExp } from 'bson';
import { decode } from '../bson/decode.ts';
import { elementsOf } from '../bson/elements.ts';
import { encode, encodeChanges } from '../bson/encode.ts';
import { type Doc, field, isDoc, maxDocumentBytes, type Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { type CollectionIndex, duplicateKey, type Move } from './collectionIndex.ts';
import type { DocumentCache, Stored } from './documentCache.ts';
import { encodeValue } from './keyEncoding.ts';
import type { Sqlite } from './sqlite.ts';

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
  /**
   * Replaces a document. Fails with code 11000, and then changes nothing.
   * @returns false when both are the same, so that nothing was written.
   */
  replace(stored: Stored, after: Doc): boolean;
  remove(stored: Stored): void;
  /** Returns the document with the encoded `_id`; undefined when there is none. */
  withKey(key: Uint8Array): Stored | undefined;
  /** Returns the document of a row that was read: decoded, or as it is known. */
  read(id: number, raw: Uint8Array): Stored;
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
  cache: DocumentCache,
): Collection {
  const table = `d${id}`;
  const namespace = `${dbName}.${name}`;
  const counting = `select count(*) as n from ${table}`;
  const insertion = `insert into ${table} (key, doc) values (?, ?) on conflict do nothing`;
  const change = `update ${table} set doc = ? where id = ?`;
  const removal = `delete from ${table} where id = ?`;
  const lookup = `select id, doc from ${table} where key = ?`;

  function movesOf(before: Doc | undefined, after: Doc | undefined, changed?: ReadonlySet<string>) {
    const moves: { index: CollectionIndex; move: Move }[] = [];
    for (const index of indexes) {
      const move = index.moveOf(before, after, changed);
      if (move !== undefined) moves.push({ index, move });
    }
    return moves;
  }

  return {
    id,
    db: dbName,
    name,
    indexes,
    count: () => Number(db.statement(counting).get()?.['n']),
    insert(doc, raw) {
      const [first] = Object.keys(doc);
      const isComplete = raw !== undefined && first === '_id';
      const stored = isComplete ? doc : idFirst(doc);
      // A copy, because the original is a part of what came from the socket.
      const bytes = isComplete ? Buffer.from(raw) : encode(stored);
      const key = checkedId(doc);
      checkSize(bytes);
      const moves = movesOf(undefined, doc);
      const row = db.savepoint(() => {
        const { changes, lastInsertRowid } = db.statement(insertion).run(key, bytes);
        if (changes === 0) throw duplicateKey(namespace, idIndex, [field(doc, '_id')]);
        const inserted = Number(lastInsertRowid);
        for (const { index, move } of moves) index.write(inserted, move);
        return inserted;
      });
      cache.set(textOf(key), new StoredDocument(row, bytes, stored));
    },
    replace(stored, after) {
      const { raw, elements, changed } = encodeChanges(stored, after);
      // The order of fields counts, too.
      if (changed.size === 0 && Buffer.compare(raw, stored.raw) === 0) return false;
      checkSize(raw);
      const moves = movesOf(stored.doc, after, changed);
      const write = () => {
        db.statement(change).run(raw, stored.id);
        for (const { index, move } of moves) index.write(stored.id, move);
      };
      const mayConflict = moves.some(({ index, move }) => index.definition.unique && move.added.length > 0);
      if (mayConflict) db.savepoint(write);
      else write();
      cache.set(keyTextOf(after), { id: stored.id, raw, doc: after, elements });
      return true;
    },
    remove(stored) {
      const moves = movesOf(stored.doc, undefined);
      cache.delete(stored.id);
      db.statement(removal).run(stored.id);
      for (const { index, move } of moves) index.write(stored.id, move);
    },
    withKey(key) {
      const text = textOf(key);
      const known = cache.byKey(text);
      if (known !== undefined) return known;
      const row = db.statement(lookup).get(key);
      if (row === undefined) return undefined;
      const raw = row['doc'] as Uint8Array;
      const stored = new StoredDocument(Number(row['id']), raw, decode(raw));
      cache.set(text, stored);
      return stored;
    },
    read: (row, raw) => cache.byId(row) ?? new StoredDocument(row, raw, decode(raw)),
  };
}

class StoredDocument implements Stored {
  readonly id: number;
  readonly raw: Uint8Array;
  readonly doc: Doc;
  #elements: Stored['elements'] | undefined;

  constructor(id: number, raw: Uint8Array, doc: Doc) {
    this.id = id;
    this.raw = raw;
    this.doc = doc;
  }

  get elements(): Stored['elements'] {
    this.#elements ??= elementsOf(this.raw);
    return this.#elements;
  }
}

function textOf(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString('latin1');
}

function keyTextOf(doc: Doc): string {
  return textOf(encodeValue(field(doc, '_id')));
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
