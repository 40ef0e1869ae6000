import { type TestClient, testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { testMongo } from '@holdfast/dev/testing/mongo';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { type Db, MongoClient } from 'mongodb';
import { createCategory, type NewCategory } from '../../src/categories/createCategory.ts';
import type { Dependencies } from '../../src/context.ts';
import { collectionsOf } from '../../src/database/collections.ts';
import { ensureIndexes } from '../../src/database/indexes.ts';
import type { Category } from '../../src/domain/category.ts';
import type { Product } from '../../src/domain/product.ts';
import { createProduct, type NewProduct } from '../../src/products/createProduct.ts';
import { createProducts } from '../../src/server.ts';
import { buildNewProduct } from './builders.ts';
import { ANONYMOUS } from './callers.ts';

export interface TestProducts extends AsyncDisposable {
  readonly deps: Dependencies;
  readonly db: Db;
  readonly url: string;
  /** Advances the clock by this many seconds. */
  pass(seconds: number): void;
  /** Creates a product. What is not given is made up. */
  addProduct(content?: Partial<NewProduct>): Promise<Product>;
  addCategory(content: NewCategory): Promise<Category>;
  as: TestClient['as'];
  anonymous: ReturnType<TestClient['as']>;
  /** Returns the commands that reached the database during `work`: `find products`. */
  commandsOf(work: () => Promise<unknown>): Promise<string[]>;
}

/** Starts the products subgraph over HTTP, on its own database, with a clock that only the test advances. */
export async function testProducts(): Promise<TestProducts> {
  const database = await testMongo();
  const watched = new MongoClient(database.url, { useBigInt64: true, monitorCommands: true });
  const commands: string[] = [];
  watched.on('commandStarted', ({ commandName, command }) => {
    commands.push(`${commandName} ${command[commandName]}`);
  });
  const collections = collectionsOf(watched.db());
  await ensureIndexes(collections);
  let now = Date.parse('2026-11-20T12:00:00.000Z');
  const clock = () => new Date(now);
  const identities = testIdentities(clock);
  const server = await createProducts({
    database: { db: watched.db(), check: database.mongo.check },
    clock,
    newId: newUuid,
    log: silentLog,
    verifyIdentity: identities.verify,
  });
  const client = await testClient(server, identities);
  const deps = { ...collections, clock, newId: newUuid };
  let skus = 0;
  return {
    deps,
    db: watched.db(),
    url: client.url,
    pass: (seconds) => {
      now += seconds * 1000;
    },
    addProduct: (content) => createProduct(deps, buildNewProduct({ sku: `SKU-${++skus}`, ...content })),
    addCategory: (content) => createCategory(deps, content),
    as: client.as,
    anonymous: client.as(ANONYMOUS),
    async commandsOf(work) {
      commands.length = 0;
      await work();
      return [...commands];
    },
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await watched.close();
      await database[Symbol.asyncDispose]();
    },
  };
}
