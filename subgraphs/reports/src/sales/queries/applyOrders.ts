import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { newestFacts, type OrderFact, STAGES } from '../domain.ts';
import { addSales, subtractSales } from './changeSales.ts';

interface Change {
  readonly id: string;
  /** The stage before. Null for an order that was not known. */
  readonly before: number | null;
  readonly after: number;
}

/** Returns true when orders of this stage count as sales: from confirmed to delivered. */
const counts = (stage: number | null) => stage !== null && stage >= 1 && stage <= 3;

/**
 * Updates orders, and the sums of sales with them, in the caller's transaction. A fact that is older than
 * what is known changes nothing. Rows are locked in one order (orders by id, then sums by their keys), so
 * that a rebuild and concurrent events wait for each other but never deadlock.
 */
export async function applyOrders(tx: Queryable, reported: readonly OrderFact[]): Promise<void> {
  if (reported.length === 0) return;
  const facts = newestFacts(reported);
  const { rows } = await tx.query<Change>(UPSERT_ORDERS, [JSON.stringify(facts.map(toRow))]);
  const unknown = new Set(rows.filter(({ before }) => before === null).map(({ id }) => id));
  await insertLines(
    tx,
    facts.filter(({ id }) => unknown.has(id)),
  );
  const idsOf = (change: (row: Change) => boolean) => rows.filter(change).map(({ id }) => id);
  await addSales(
    tx,
    idsOf(({ before, after }) => !counts(before) && counts(after)),
  );
  await subtractSales(
    tx,
    idsOf(({ before, after }) => counts(before) && !counts(after)),
  );
}

function toRow({ id, customerId, placedAt, status, total }: OrderFact): Record<string, unknown> {
  const { minor, currency } = total;
  return {
    id,
    customer_id: customerId,
    placed_at: placedAt,
    stage: STAGES[status],
    status,
    currency,
    total: String(minor),
  };
}

const UPSERT_ORDERS = `
  insert into orders (id, customer_id, placed_at, stage, status, currency, total)
  select id, customer_id, placed_at, stage, status, currency, total
  from jsonb_to_recordset($1::jsonb) as said (id uuid, customer_id uuid, placed_at timestamptz, stage smallint,
    status text, currency text, total bigint)
  order by id
  on conflict (id) do update set stage = excluded.stage, status = excluded.status
    where orders.stage < excluded.stage
  returning id, old.stage as before, new.stage as after`;

async function insertLines(tx: Queryable, facts: readonly OrderFact[]): Promise<void> {
  const lines = facts.flatMap(({ id, lines: ofOrder }) =>
    ofOrder.map(({ productId, sku, name, unitPrice, quantity }) => ({
      order_id: id,
      product_id: productId,
      sku,
      name,
      unit_price: String(unitPrice.minor),
      quantity,
    })),
  );
  if (lines.length > 0) await tx.query(INSERT_LINES, [JSON.stringify(lines)]);
}

/** Also names each product that no event has described yet. */
const INSERT_LINES = `
  with said as (
    select * from jsonb_to_recordset($1::jsonb)
      as said (order_id uuid, product_id uuid, sku text, name text, unit_price bigint, quantity int)
  ), named as (
    insert into products (id, sku, name, version)
    select distinct on (product_id) product_id, sku, name, 0 from said order by product_id, order_id
    on conflict do nothing
  )
  insert into order_lines (order_id, product_id, unit_price, quantity)
  select order_id, product_id, unit_price, quantity from said`;
