import { encode } from '../bson/encode.ts';
import { parsePath, someAt } from '../bson/paths.ts';
import type { Doc, Value } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { describeIndex, type IndexDefinition } from './indexDefinition.ts';
import { indexKeysOf } from './indexKeys.ts';
import { encodeKey } from './keyEncoding.ts';
import { show } from './show.ts';
import type { Sqlite } from './sqlite.ts';

/** A secondary index: a B-tree of (key, document) in its own table. */
export interface CollectionIndex {
  readonly definition: IndexDefinition;
  readonly table: string;
  /**
   * True for components at which some document has ever had an array: the planner must not intersect their
   * bounds.
   */
  readonly multikey: readonly boolean[];
  /** Counts the entries from one key up to another, at most `limit`. */
  countUpTo(from: Uint8Array, to: Uint8Array, limit: number): number;
  /**
   * Returns what changes in the index when a document changes; undefined when nothing does.
   * @param before undefined for an insert.
   * @param after undefined for a delete.
   * @param changed the names of all top-level fields that differ; undefined when they are not known.
   */
  moveOf(before: Doc | undefined, after: Doc | undefined, changed?: ReadonlySet<string>): Move | undefined;
  /** Writes the move of a document. Fails with code 11000, and may then have written a part. */
  write(id: number, move: Move): void;
}

/** The entries of a document that are removed from an index, and those that are added. */
export interface Move {
  readonly removed: readonly Buffer[];
  readonly added: readonly Entry[];
}

interface Entry {
  bytes: Buffer;
  values: Value[];
}

export function createCollectionIndex(
  db: Sqlite,
  namespace: string,
  stored: { id: number; definition: IndexDefinition; multikey: boolean[] },
  noteChange: () => void,
): CollectionIndex {
  const { id: indexId, definition, multikey } = stored;
  const fields = fieldsOf(definition);
  const table = `i${indexId}`;
  const insertion = `insert into ${table} (key, doc) values (?, ?) on conflict do nothing`;
  const counting = `select count(*) as n from (select 1 from ${table} where key >= ? and key < ? limit ?)`;
  const removal = `delete from ${table} where key = ? and doc = ?`;

  function entriesOf(doc: Doc | undefined): Map<string, Entry> {
    const entries = new Map<string, Entry>();
    if (doc === undefined || definition.partial?.filter(doc) === false) return entries;
    if (definition.sparse && !hasAnyField(doc, definition)) return entries;
    const { keys, multikey: seen } = indexKeysOf(doc, definition.paths);
    noteMultikey(seen);
    for (const values of keys) {
      const bytes = encodeKey(values, definition.directions);
      entries.set(bytes.toString('latin1'), { bytes, values });
    }
    return entries;
  }

  function noteMultikey(seen: readonly boolean[]): void {
    let changed = false;
    seen.forEach((isArray, i) => {
      if (!isArray || multikey[i]) return;
      multikey[i] = true;
      changed = true;
    });
    if (changed) {
      noteChange();
      db.statement('update indexes set multikey = ? where id = ?').run(JSON.stringify(multikey), indexId);
    }
  }

  return {
    definition,
    table,
    multikey,
    countUpTo: (from, to, limit) => Number(db.statement(counting).get(from, to, limit)?.['n']),
    moveOf(before, after, changed) {
      if (changed !== undefined && fields?.every((name) => !changed.has(name))) return undefined;
      const old = entriesOf(before);
      const fresh = entriesOf(after);
      const removed: Buffer[] = [];
      const added: Entry[] = [];
      for (const [text, { bytes }] of old) if (!fresh.has(text)) removed.push(bytes);
      for (const [text, entry] of fresh) if (!old.has(text)) added.push(entry);
      return removed.length === 0 && added.length === 0 ? undefined : { removed, added };
    },
    write(doc, { removed, added }) {
      for (const bytes of removed) db.statement(removal).run(bytes, doc);
      for (const { bytes, values } of added) {
        const { changes } = db.statement(insertion).run(bytes, doc);
        if (changes === 0) throw duplicateKey(namespace, definition, values);
      }
    },
  };
}

/**
 * Returns the names of the top-level fields that determine a document's entries; undefined when the index has
 * a condition with operators such as `$or`, so that they are not known.
 */
function fieldsOf({ paths, partial }: IndexDefinition): readonly string[] | undefined {
  const conditions = Object.keys(partial?.expression ?? {});
  if (conditions.some((name) => name.startsWith('$'))) return undefined;
  return [...paths, ...conditions.map(parsePath)].map(([name = '']) => name);
}

/**
 * Creates an index's table. That of a unique index admits each key once: SQLite itself rejects a duplicate.
 */
export function createIndexTable(db: Sqlite, collection: number, definition: IndexDefinition): number {
  const multikey = definition.paths.map(() => false);
  const { lastInsertRowid } = db
    .statement('insert into indexes (collection, name, definition, multikey) values (?, ?, ?, ?)')
    .run(collection, definition.name, encode(describeIndex(definition)), JSON.stringify(multikey));
  const primaryKey = definition.unique ? '(key)' : '(key, doc)';
  db.exec(
    `create table i${lastInsertRowid} (
      key blob not null, doc integer not null, primary key ${primaryKey}) without rowid`,
  );
  return Number(lastInsertRowid);
}

function hasAnyField(doc: Doc, { paths }: IndexDefinition): boolean {
  return paths.some((path) => someAt(doc, path, (leaf) => leaf !== undefined, { position: undefined }));
}

export function duplicateKey(
  namespace: string,
  definition: Pick<IndexDefinition, 'name' | 'key'>,
  values: readonly Value[],
): CommandError {
  const keyValue: Doc = {};
  Object.keys(definition.key).forEach((path, i) => {
    keyValue[path] = values[i] ?? null;
  });
  return new CommandError(
    'DuplicateKey',
    `E11000 duplicate key error collection: ${namespace} index: ${definition.name} dup key: ${show(keyValue)}`,
    { keyPattern: definition.key, keyValue },
  );
}
