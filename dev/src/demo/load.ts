/**
 * Loads the demo data through the services' own use cases, so that every rule and ledger holds for it too.
 */
import { join } from 'node:path';
import type { Clock } from '@holdfast/kit-base/clock';
import { OperatorError } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import { connectMongo, type Mongo } from '@holdfast/kit-mongo/mongo';
import { migrate } from '@holdfast/kit-postgres/migrate';
import { connectPostgres, type Postgres } from '@holdfast/kit-postgres/postgres';
import { parseMoney } from '@holdfast/kit-values/money';
import { receiveStock } from '../../../subgraphs/inventory/src/stock/receiveStock.ts';
import { createWarehouse } from '../../../subgraphs/inventory/src/warehouses/createWarehouse.ts';
import { ensureIndexes as ensureOrderIndexes } from '../../../subgraphs/orders/src/database/indexes.ts';
import type { OrderDocument } from '../../../subgraphs/orders/src/database/orderDocument.ts';
import { topUp } from '../../../subgraphs/payments/src/wallets/topUp.ts';
import {
  createCategory,
  type NewCategory,
} from '../../../subgraphs/products/src/categories/createCategory.ts';
import { collectionsOf as productCollections } from '../../../subgraphs/products/src/database/collections.ts';
import { ensureIndexes as ensureProductIndexes } from '../../../subgraphs/products/src/database/indexes.ts';
import { createProduct, type NewProduct } from '../../../subgraphs/products/src/products/createProduct.ts';
import { collectionsOf as userCollections } from '../../../subgraphs/users/src/database/collections.ts';
import { ensureIndexes as ensureUserIndexes } from '../../../subgraphs/users/src/database/indexes.ts';
import { createUser } from '../../../subgraphs/users/src/registration/createUser.ts';
import { type DatabaseUrls, ROOT } from '../services.ts';
import { ACCOUNTS, VENDOR_ID } from './accounts.ts';
import { CATALOGUE, type DemoCategory } from './catalogue.ts';
import { demoId } from './ids.ts';
import { wipe } from './wipe.ts';

const clock: Clock = () => new Date();
const WAREHOUSES = [
  { id: demoId('warehouse', 1), code: 'BER', name: 'Berlin' },
  { id: demoId('warehouse', 2), code: 'HAM', name: 'Hamburg' },
] as const;

interface Connections extends AsyncDisposable {
  readonly users: Mongo;
  readonly products: Mongo;
  readonly inventory: Postgres;
  readonly payments: Postgres;
}

/**
 * Empties the databases and loads the demo data. Services may run meanwhile.
 * @param signal aborts it, with a part of the data loaded: `isDemoLoaded` then returns false.
 * @throws OperatorError when it could not be loaded.
 */
export async function resetDemo(urls: DatabaseUrls, signal?: AbortSignal): Promise<void> {
  try {
    await wipe(urls);
    await using connections = await connect(urls);
    await loadCatalogue(connections, signal);
    signal?.throwIfAborted();
    await loadAccounts(connections);
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(`cannot load the demo data (${reason}).`, { cause });
  }
}

async function connect({ mongo, postgres }: DatabaseUrls): Promise<Connections> {
  const [users, products, orders, inventory, payments, reports] = await Promise.all([
    connectMongo({ url: mongo.users, name: 'demo' }),
    connectMongo({ url: mongo.products, name: 'demo' }),
    connectMongo({ url: mongo.orders, name: 'demo' }),
    connectPostgres({ url: postgres.inventory, name: 'demo' }),
    connectPostgres({ url: postgres.payments, name: 'demo' }),
    connectPostgres({ url: postgres.reports, name: 'demo' }),
  ]);
  await Promise.all([
    ensureUserIndexes(userCollections(users.db)),
    ensureProductIndexes(productCollections(products.db)),
    ensureOrderIndexes(orders.db.collection<OrderDocument>('orders')),
    migrate(inventory, join(ROOT, 'subgraphs/inventory/migrations')),
    migrate(payments, join(ROOT, 'subgraphs/payments/migrations')),
    migrate(reports, join(ROOT, 'subgraphs/reports/migrations')),
  ]);
  const all = [users, products, orders, inventory, payments, reports];
  return {
    users,
    products,
    inventory,
    payments,
    async [Symbol.asyncDispose]() {
      await Promise.all(all.map((connection) => connection.end()));
    },
  };
}

async function loadCatalogue(
  { products, inventory }: Connections,
  signal: AbortSignal | undefined,
): Promise<void> {
  const catalogue = { ...productCollections(products.db), clock, newId: newUuid };
  const stock = { database: inventory, clock, newId: newUuid };
  for (const warehouse of WAREHOUSES) await createWarehouse(stock, warehouse);
  const { categories, goods } = flatten(CATALOGUE);
  for (const category of categories) await createCategory(catalogue, category);
  // The first product of the catalogue is created last and so is the newest: lists start with it.
  for (const { product, units } of goods.toReversed()) {
    signal?.throwIfAborted();
    await createProduct(catalogue, product);
    for (const [n, warehouse] of WAREHOUSES.entries()) {
      const quantity = units[n] ?? 0;
      if (quantity === 0) continue;
      const received = { productId: product.id, warehouseId: warehouse.id, quantity };
      await receiveStock(stock, { ...received, reason: 'demo data', actor: 'demo' });
    }
  }
}

interface Goods {
  readonly product: NewProduct & { readonly id: string };
  /** The stock, by warehouse. */
  readonly units: readonly number[];
}

/** Numbers the tree's categories and products in order; the numbers become their ids. */
function flatten(tree: readonly DemoCategory[]): { categories: NewCategory[]; goods: Goods[] } {
  const categories: NewCategory[] = [];
  const goods: Goods[] = [];
  const add = (category: DemoCategory, parentId: string | null) => {
    const categoryId = demoId('category', categories.length + 1);
    categories.push({ id: categoryId, name: category.name, parentId });
    const kind: NewProduct['kind'] = category.kind ?? 'PHYSICAL';
    for (const [sku, name, amount, description, berlin, hamburg, attributes] of category.products ?? []) {
      const id = demoId('product', goods.length + 1);
      const price = { amount, currency: 'USD' };
      const product = {
        ...{ id, sku, name, price, description, attributes, kind, categoryId },
        sellerId: VENDOR_ID,
      };
      goods.push({ product, units: [berlin, hamburg] });
    }
    for (const child of category.children ?? []) add(child, categoryId);
  };
  for (const category of tree) add(category, null);
  return { categories, goods };
}

async function loadAccounts({ users, payments }: Connections): Promise<void> {
  const wallets = { database: payments, clock, newId: newUuid };
  for (const { user, wallet } of ACCOUNTS) {
    if (wallet === null || user.id === undefined) continue;
    const amount = parseMoney({ amount: wallet, currency: 'USD' });
    if (typeof amount === 'string') throw new Error(amount);
    await topUp(wallets, { userId: user.id, amount, idempotencyKey: 'demo' });
  }
  const accounts = { ...userCollections(users.db), clock, newId: newUuid };
  await Promise.all(ACCOUNTS.map(({ user }) => createUser(accounts, user)));
}
