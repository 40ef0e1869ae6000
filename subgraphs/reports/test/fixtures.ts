/** A shop of events: what the services would say, without them. */
import { testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { testPostgres } from '@holdfast/dev/testing/postgres';
import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import { connectBus } from '@holdfast/kit-events/connectBus';
import { type Event, type EventData, type EventType, newEvent } from '@holdfast/kit-events/event';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { formatMoney, parseMoney, times } from '@holdfast/kit-values/money';
import type { AuditedType } from '../src/auditOf.ts';
import { createReports, MIGRATIONS } from '../src/server.ts';

/** Milliseconds: for a machine that is busy with other things. */
export const SOON = { timeout: 30_000 };

export const clock = () => new Date();
export const STAFF = { service: 'gateway', user: { id: newUuid(), roles: ['STAFF'] as const } } as const;

export type AuditedEvent = Event<AuditedType>;

export function say<T extends EventType>(type: T, data: EventData<T>, at = new Date()): Event<T> {
  return newEvent(type, data, { clock: () => at, newId: newUuid });
}

export interface Line {
  readonly productId: string;
  readonly quantity: number;
  readonly price: string;
}

/** What an order's events say, whatever happened to it. */
export function order(
  lines: readonly Line[],
  { currency = 'USD', placedAt = '2026-11-20T12:00:00.000Z' } = {},
): EventData<'OrderPlaced'> {
  const full = lines.map(({ productId, quantity, price }) => ({
    productId,
    sku: `SKU-${productId.slice(-6)}`,
    name: `Product ${productId.slice(-6)}`,
    kind: 'PHYSICAL' as const,
    unitPrice: { amount: price, currency },
    quantity,
  }));
  const minor = full.reduce((sum, { unitPrice, quantity }) => {
    const money = parseMoney(unitPrice);
    if (typeof money === 'string') throw new Error(money);
    return sum + times(money, quantity).minor;
  }, 0n);
  return {
    orderId: newUuid(),
    number: 'HF-20261120-TEST0',
    customer: { id: newUuid(), email: 'ada@example.com', name: 'Ada' },
    lines: full,
    total: formatMoney({ minor, currency: currency as 'USD' }),
    placedAt,
  };
}

/** What happens to an order that comes as far as this. */
export function life(
  data: EventData<'OrderPlaced'>,
  end: 'PLACED' | 'CONFIRMED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'REJECTED',
): AuditedEvent[] {
  const actor = STAFF.user.id;
  const placed = say('OrderPlaced', data);
  if (end === 'PLACED') return [placed];
  if (end === 'REJECTED') {
    return [placed, say('OrderRejected', { ...data, rejection: { code: 'OUT_OF_STOCK', message: 'None.' } })];
  }
  const confirmed = [placed, say('OrderConfirmed', data)];
  if (end === 'CONFIRMED') return confirmed;
  if (end === 'CANCELLED') return [...confirmed, say('OrderCancelled', { ...data, actor, reason: 'Late' })];
  const shipped = [...confirmed, say('OrderShipped', { ...data, actor, shipment: null })];
  return end === 'SHIPPED' ? shipped : [...shipped, say('OrderDelivered', { ...data, actor })];
}

export function product(
  productId: string,
  more: Partial<EventData<'ProductCreated'>> = {},
): EventData<'ProductCreated'> {
  return {
    productId,
    sku: `SKU-${productId.slice(-6)}`,
    name: `Product ${productId.slice(-6)}`,
    kind: 'PHYSICAL',
    status: 'ACTIVE',
    price: { amount: '1.00', currency: 'USD' },
    categoryId: null,
    sellerId: null,
    version: 1,
    actor: STAFF.user.id,
    ...more,
  };
}

/** The reports on a database of their own, asked over HTTP. */
export async function testReports(consuming: () => Promise<void> = async () => {}) {
  const postgres = await testPostgres(MIGRATIONS);
  const { database } = postgres;
  const identities = testIdentities(clock);
  const server = await createReports({
    database,
    verifyIdentity: identities.verify,
    log: silentLog,
    consuming,
  });
  const client = await testClient(server, identities);
  return {
    database,
    deps: { database, clock, newId: newUuid },
    url: client.url,
    as: client.as,
    staff: client.as(STAFF),
    async [Symbol.asyncDispose]() {
      await client[Symbol.asyncDispose]();
      await postgres[Symbol.asyncDispose]();
    },
  };
}

export async function openBus(url: string) {
  const retry = { attempts: 20, base: 5, max: 20, random: () => 1 };
  const bus = await connectBus({ url, name: 'tests', log: silentLog, newId: newUuid, retry });
  return { ...bus, [Symbol.asyncDispose]: bus.stop };
}

/** All that the reports say of sales, for comparing. */
export async function salesIn(database: Postgres): Promise<Record<string, unknown[]>> {
  const tables = {
    orders: 'select id, customer_id, placed_at, status, currency, total::text from orders order by id',
    lines:
      'select order_id, product_id, unit_price::text, quantity from order_lines order by order_id, product_id',
    days: `select day::text, currency, orders::int, units::int, revenue::text from sales_by_day
      where orders > 0 order by day, currency`,
    products: `select day::text, product_id, currency, orders::int, units::int, revenue::text
      from sales_by_product where orders > 0 order by day, product_id, currency`,
  };
  const read = async ([name, text]: [string, string]) => [name, (await database.query(text)).rows] as const;
  return Object.fromEntries(await Promise.all(Object.entries(tables).map(read)));
}

/** What the sums have to be: computed from the orders anew. */
export async function brokenSums(database: Postgres): Promise<unknown[]> {
  const { rows } = await database.query(`
    with lines as (
      select (placed_at at time zone 'UTC')::date as day, product_id, currency, orders.id, quantity,
        unit_price * quantity as revenue
      from orders join order_lines on order_id = orders.id where status in ('CONFIRMED', 'SHIPPED', 'DELIVERED')
    ), products as (
      select day, product_id, currency, count(distinct id) as orders, sum(quantity) as units, sum(revenue) as revenue
      from lines group by 1, 2, 3
    ), days as (
      select day, currency, count(distinct id) as orders, sum(quantity) as units, sum(revenue) as revenue
      from lines group by 1, 2
    )
    select 'product' as what, * from products full join sales_by_product as sums using (day, product_id, currency)
    where coalesce(products.units, 0) <> coalesce(sums.units, 0)
      or coalesce(products.revenue, 0) <> coalesce(sums.revenue, 0)
      or coalesce(products.orders, 0) <> coalesce(sums.orders, 0)
    union all
    select 'day', day, null, currency, days.orders, days.units, days.revenue, sums.orders, sums.units, sums.revenue
    from days full join sales_by_day as sums using (day, currency)
    where coalesce(days.units, 0) <> coalesce(sums.units, 0)
      or coalesce(days.revenue, 0) <> coalesce(sums.revenue, 0)
      or coalesce(days.orders, 0) <> coalesce(sums.orders, 0)`);
  return rows;
}

/** Seeded, so that a failure can be seen again (mulberry32). */
export function randomOf(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (n: number) => Math.floor(next() * n);
  return {
    below,
    oneOf: <T>(values: readonly T[]): T => values[below(values.length)]!,
    shuffled: <T>(values: readonly T[]): T[] => {
      const all = [...values];
      for (let n = all.length - 1; n > 0; n--) {
        const other = below(n + 1);
        [all[n], all[other]] = [all[other]!, all[n]!];
      }
      return all;
    },
  };
}

const ENDS = ['PLACED', 'CONFIRMED', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'REJECTED'] as const;

/** Orders at random, with all that happened to each. */
export function randomLives(
  seed: number,
  count: number,
): { data: EventData<'OrderPlaced'>; events: AuditedEvent[] }[] {
  const random = randomOf(seed);
  const products = Array.from({ length: 6 }, () => newUuid());
  return Array.from({ length: count }, () => {
    const chosen = random.shuffled(products).slice(0, 1 + random.below(3));
    const lines = chosen.map((productId) => ({
      productId,
      quantity: 1 + random.below(5),
      price: String(1 + random.below(200)),
    }));
    const placedAt = `2026-11-${String(1 + random.below(20)).padStart(2, '0')}T12:00:00.000Z`;
    const data = order(lines, { currency: random.oneOf(['USD', 'EUR', 'JPY']), placedAt });
    return { data, events: life(data, random.oneOf(ENDS)) };
  });
}
