/**
 * The events about some customers' orders, those not published or handled yet, and what the consumers stored.
 */
import type { DeadLetter } from '@holdfast/kit-events/bus';
import { WITH_EVENTS } from '@holdfast/kit-mongo/outbox';
import { collectionsOf } from '../../../subgraphs/products/src/database/collections.ts';
import type { Shop } from '../../e2e/shop.ts';
import type { Population } from '../drive/population.ts';
import type { ChaosShop } from '../shop/chaosShop.ts';
import type { OrderEvent } from '../shop/orderConsumer.ts';

/** The units of a product that can be ordered. */
export interface AvailableFact {
  readonly productId: string;
  readonly available: number;
}

/** The catalogue's copy of a product's stock. */
export interface ListedFact extends AvailableFact {
  /** The value that lists show and filter by. */
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
  /** Each event once, in the order of arrival. */
  readonly published: readonly OrderEvent[];
  /** The number of rows or documents with unpublished events, by service. */
  readonly unpublished: readonly (readonly [service: string, count: number])[];
  /** The number of events that are not handled yet, by consumer. */
  readonly pending: readonly (readonly [consumer: string, count: number])[];
  readonly deadLetters: readonly DeadLetter[];
  /** As inventory has it: every product that ever had stock. */
  readonly available: readonly AvailableFact[];
  readonly listed: readonly ListedFact[];
  /** The sales of the population's products. */
  readonly sales: readonly SalesFact[];
}

export async function readEventFacts(
  { shop, orderConsumer }: ChaosShop,
  { customers, products }: Population,
): Promise<EventFacts> {
  const users = new Set(customers.map(({ id }) => id));
  const [unpublished, pending, deadLetters, available, listed, sales] = await Promise.all([
    unpublishedIn(shop),
    orderConsumer.pending(),
    orderConsumer.deadLetters(),
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
  const published = orderConsumer.received().filter(({ data }) => users.has(data.customer.id));
  return {
    published,
    unpublished,
    pending,
    deadLetters,
    available: available.rows,
    listed,
    sales: sales.rows,
  };
}

async function unpublishedIn(shop: Shop): Promise<EventFacts['unpublished']> {
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
