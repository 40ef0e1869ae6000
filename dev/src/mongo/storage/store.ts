import { decode } from '../bson/decode.ts';
import type { Doc } from '../bson/values.ts';
import { CommandError } from '../errors.ts';
import { type Collection, createCollection, createDocumentsTable } from './collection.ts';
import { createCollectionIndex, createIndexTable } from './collectionIndex.ts';
import { createDocumentCache, type DocumentCache } from './documentCache.ts';
import { type IndexDefinition, parseIndexDefinition } from './indexDefinition.ts';
import { createSharedCommit, type SharedCommit } from './sharedCommit.ts';
import { openSqlite, type Sqlite } from './sqlite.ts';

/** The databases and collections of one file. Everything is synchronous: no other code runs in between. */
export interface Store {
  readonly sqlite: Sqlite;
  collections(db: string): Collection[];
  databases(): string[];
  find(db: string, name: string): Collection | undefined;
  /**
   * Returns the collection, and creates it when it is missing, as MongoDB does on the first write. Fails with
   * InvalidNamespace.
   */
  ensure(db: string, name: string): Collection;
  drop(collection: Collection): void;
  addIndex(collection: Collection, definition: IndexDefinition): void;
  dropIndex(collection: Collection, name: string): void;
  /** Runs one command's writes, all or none. They are committed at the end of this turn of the event loop. */
  transaction<T>(work: () => T): T;
  /** Calls back once everything written so far is committed, or with the error that undid it. */
  whenCommitted: SharedCommit['whenCommitted'];
  close(): void;
}

export function openStore(file: string): Store {
  const sqlite = openSqlite(file);
  const caches = new Map<number, DocumentCache>();
  const cacheOf = (collection: number): DocumentCache => {
    const known = caches.get(collection) ?? createDocumentCache();
    caches.set(collection, known);
    return known;
  };
  let isCatalogChanged = false;
  const changeCatalog = () => {
    if (isCatalogChanged) return;
    isCatalogChanged = true;
    commits.whenCommitted(() => {
      isCatalogChanged = false;
    });
  };
  const load = () => loadCatalog(sqlite, cacheOf, changeCatalog);
  let catalog = load();
  const commits = createSharedCommit(sqlite, {
    // Changes undone on disk must not survive in memory.
    undone() {
      for (const cache of caches.values()) cache.clear();
      if (isCatalogChanged) catalog = load();
    },
  });
  const keyOf = (db: string, name: string): string => `${db}.${name}`;

  const store: Store = {
    sqlite,
    collections: (db) => [...catalog.values()].filter((each) => each.db === db),
    databases: () => [...new Set([...catalog.values()].map((each) => each.db))].sort(),
    find: (db, name) => catalog.get(keyOf(db, name)),
    ensure(db, name) {
      const known = catalog.get(keyOf(db, name));
      if (known !== undefined) return known;
      checkNamespace(db, name);
      changeCatalog();
      const { lastInsertRowid } = sqlite
        .statement('insert into collections (db, name) values (?, ?)')
        .run(db, name);
      const collection = createCollection(
        sqlite,
        { id: Number(lastInsertRowid), db, name },
        [],
        cacheOf(Number(lastInsertRowid)),
      );
      createDocumentsTable(sqlite, collection.id);
      catalog.set(keyOf(db, name), collection);
      return collection;
    },
    drop(collection) {
      changeCatalog();
      for (const { table } of collection.indexes) sqlite.exec(`drop table ${table}`);
      sqlite.exec(`drop table d${collection.id}`);
      sqlite.statement('delete from indexes where collection = ?').run(collection.id);
      sqlite.statement('delete from collections where id = ?').run(collection.id);
      cacheOf(collection.id).clear();
      caches.delete(collection.id);
      catalog.delete(keyOf(collection.db, collection.name));
    },
    addIndex(collection, definition) {
      changeCatalog();
      const id = createIndexTable(sqlite, collection.id, definition);
      const multikey = definition.paths.map(() => false);
      const namespace = keyOf(collection.db, collection.name);
      const index = createCollectionIndex(sqlite, namespace, { id, definition, multikey }, changeCatalog);
      for (const row of sqlite.statement(`select id, doc from d${collection.id}`).iterate()) {
        const move = index.moveOf(undefined, decode(row['doc'] as Uint8Array));
        if (move) index.write(Number(row['id']), move);
      }
      collection.indexes.push(index);
    },
    dropIndex(collection, name) {
      changeCatalog();
      const at = collection.indexes.findIndex((index) => index.definition.name === name);
      const [index] = at < 0 ? [] : collection.indexes.splice(at, 1);
      if (index === undefined) throw new CommandError('IndexNotFound', `index not found with name [${name}]`);
      sqlite.exec(`drop table ${index.table}`);
      sqlite.statement('delete from indexes where collection = ? and name = ?').run(collection.id, name);
    },
    transaction: commits.run,
    whenCommitted: commits.whenCommitted,
    close() {
      commits.flush();
      sqlite.close();
    },
  };
  return store;
}

function loadCatalog(
  sqlite: Sqlite,
  cacheOf: (collection: number) => DocumentCache,
  changed: () => void,
): Map<string, Collection> {
  const catalog = new Map<string, Collection>();
  for (const row of sqlite.statement('select id, db, name from collections order by id').all()) {
    const [id, db, name] = [Number(row['id']), String(row['db']), String(row['name'])];
    const indexes = sqlite
      .statement('select id, definition, multikey from indexes where collection = ? order by id')
      .all(id)
      .map((index) =>
        createCollectionIndex(
          sqlite,
          `${db}.${name}`,
          {
            id: Number(index['id']),
            definition: parseIndexDefinition(decode(index['definition'] as Uint8Array) as Doc),
            multikey: JSON.parse(String(index['multikey'])) as boolean[],
          },
          changed,
        ),
      );
    catalog.set(`${db}.${name}`, createCollection(sqlite, { id, db, name }, indexes, cacheOf(id)));
  }
  return catalog;
}

function checkNamespace(db: string, name: string): void {
  const isValid =
    name !== '' &&
    !name.includes('$') &&
    !name.includes('\0') &&
    !name.startsWith('system.') &&
    name.length < 200;
  if (!isValid || !/^[^/\\. "$*<>:|?\0]{1,63}$/.test(db)) {
    throw new CommandError('InvalidNamespace', `Invalid namespace specified '${db}.${name}'`);
  }
}
