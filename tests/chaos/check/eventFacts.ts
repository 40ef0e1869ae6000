/** What was told on the bus of some customers' orders, what still waits to be, and what the listeners made of it. */
import type { DeadLetter } from '@holdfast/kit-events/bus';
import { WITH_EVENTS } from '@holdfast/kit-mongo/outbox';
import { collectionsOf } from '../../../subgraphs/products/src/database/collections.ts';
import type { Shop } from '../../e2e/shop.ts';
import type { Population } from '../drive/population.ts';
import type { ChaosShop } from '../shop/chaosShop.ts';
import type { ToldEvent } from '../shop/ear.ts';

/** Units of a product that can be had. */
export interface AvailableFact {
  readonly productId: string;
  readonly available: number;
}

/** What the catalogue believes of the stock of a product. */
export interface ListedFact extends AvailableFact {
  /** As lists have it. */
  readonly inStock: boolean;
}

export interface SalesFact {
  readonly productId: string;
  readonly currency: string;
  readonly orders: number;
  readonly units: number;
  /** Minor units. */
  readonly revenue: bigint;
}

export interface EventFacts {
  /** Each once, in the sequence in which they came. */
  readonly told: readonly ToldEvent[];
  /** Rows or documents with events that are not published, by service. */
  readonly waiting: readonly (readonly [service: string, count: number])[];
  /** Events that were not handled yet, by consumer. */
  readonly pending: readonly (readonly [consumer: string, count: number])[];
  readonly deadLetters: readonly DeadLetter[];
  /** By inventory: every product that was ever there. */
  readonly available: readonly AvailableFact[];
  readonly listed: readonly ListedFact[];
  /** Of these products. */
  readonly sales: readonly SalesFact[];
}

export async function readEventFacts(
  { shop, ear }: ChaosShop,
  { customers, products }: Population,
): Promise<EventFacts> {
  const users = new Set(customers.map(({ id }) => id));
  const [waiting, pending, deadLetters, available, listed, sales] = await Promise.all([
    waitingIn(shop),
    ear.pending(),
    ear.deadLetters(),
    shop.inventory.query<AvailableFact>(
      `select product_id as "productId", sum(on_hand - reserved)::int as available
       from stock_items join warehouses on warehouses.id = warehouse_id and active group by product_id`,
    ),
    listedBy(shop),
    shop.reports.query<SalesFact>(
      `select product_id as "productId", currency, sum(orders)::int as orders, sum(units)::int as units,
         sum(revenue)::bigint as revenue
       from sales_by_product where product_id = any($1::uuid[]) group by product_id, currency having sum(orders) > 0`,
      [products.map(({ id }) => id)],
    ),
  ]);
  const told = ear.heard().filter(({ data }) => users.has(data.customer.id));
  return { told, waiting, pending, deadLetters, available: available.rows, listed, sales: sales.rows };
}

async function waitingIn(shop: Shop): Promise<EventFacts['waiting']> {
  const inPostgres = (['inventory', 'payments'] as const).map(async (service) => {
    const { rows } = await shop[service].query<{ n: number }>('select count(*)::int as n from outbox');
    return [service, rows[0]?.n ?? 0] as const;
  });
  const inMongo = (['users', 'products', 'orders'] as const).map(
    async (service) =>
      [service, await shop[service].db.collection(service).countDocuments(WITH_EVENTS)] as const,
  );
  return Promise.all([...inPostgres, ...inMongo]);
}

async function listedBy(shop: Shop): Promise<ListedFact[]> {
  const { products, stock } = collectionsOf(shop.products.db);
  const [documents, stocks] = await Promise.all([
    products.find({}, { projection: { inStock: 1 } }).toArray(),
    stock.find({}).toArray(),
  ]);
  const known = new Map(stocks.map(({ _id, available }) => [_id, available]));
  return documents.map(({ _id, inStock }) => ({
    productId: _id,
    available: known.get(_id) ?? 0,
    inStock: inStock === true,
  }));
}
