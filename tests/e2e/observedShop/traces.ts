/**
 * The trace of an order, from the gateway through every service that it needs to the consumers of its events.
 */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { orderOf, PASSWORD, PLACE_ORDER } from '../shop.ts';
import type { CollectedSpan } from './collector.ts';
import { observed } from './shop.ts';

/** The consumer's service and span, and the service that published the event. */
const CONSUMED = [
  ['reports', 'consume OrderPlaced', 'orders'],
  ['products', 'consume StockChanged', 'inventory'],
  ['reports', 'consume PaymentCaptured', 'payments'],
  ['notifications', 'consume OrderConfirmed', 'orders'],
] as const;

/** The spans that the order needs. Each process exports its own spans, about a second later. */
const CALLED = [
  ['gateway', 'graphql.plan'],
  ['inventory', 'POST /graphql'],
  ['payments', 'POST /graphql'],
  ['users', 'batch users'],
] as const;

/** Database queries: the system, the service, the span, and its parent span. */
const DATABASE_QUERIES = [
  ['mongodb', 'users', 'find users', 'batch users'],
  ['mongodb', 'orders', 'insert orders', 'POST /graphql'],
  ['postgresql', 'inventory', 'SELECT stock_items', 'POST /graphql'],
  ['postgresql', 'payments', 'UPDATE wallets', 'POST /graphql'],
] as const;

test('an order is one trace through gateway, services and events, each span a child of its cause', async () => {
  const { shop, collector } = observed;
  const customer = await shop.customer();
  const productId = await shop.product(5);
  const foreign = randomBytes(16).toString('hex');
  const response = await fetch(`${shop.holdfast.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${customer.token}`,
      traceparent: `00-${foreign}-${randomBytes(8).toString('hex')}-01`,
      'x-request-id': 'order-of-the-test',
    },
    // Another document than that of the other tests, so that this one is planned.
    body: JSON.stringify({ query: `# traced\n${PLACE_ORDER}`, variables: orderOf(productId) }),
  });
  expect((await response.json()) as object).toMatchObject({
    data: { placeOrder: { order: { status: 'CONFIRMED' } } },
  });

  const operation = () =>
    collector.spans.find(
      ({ attributes }) =>
        attributes['graphql.field'] === 'placeOrder' && attributes['request.id'] === 'order-of-the-test',
    );
  await expect.poll(operation, { timeout: 20_000 }).toBeDefined();
  const root = operation()!;
  const spans = () => collector.spans.filter(({ traceId }) => traceId === root.traceId);
  const find = (service: string, name: string) =>
    spans().find((span) => span.service === service && span.name === name);
  for (const [service, name] of [...CALLED, ...CONSUMED]) {
    await expect
      .poll(() => find(service, name), { timeout: 30_000, message: `${service}: ${name}` })
      .toBeDefined();
  }
  // The parent span in a service reaches the collector up to a second later.
  const parentOf = ({ parentSpanId }: CollectedSpan) => spans().find(({ spanId }) => spanId === parentSpanId);
  const orphans = () => spans().filter((span) => span !== root && !parentOf(span));
  await expect.poll(orphans, { timeout: 20_000 }).toEqual([]);

  expect(root).toMatchObject({
    service: 'gateway',
    name: 'graphql.operation',
    parentSpanId: undefined,
    attributes: { 'graphql.operation.name': 'PlaceOrder', 'request.id': 'order-of-the-test' },
  });
  expect(root.traceId).not.toBe(foreign);
  expect(parentOf(find('gateway', 'graphql.plan')!)).toBe(root);

  /** Returns the services from the root down to a span. */
  const wayOf = (span: CollectedSpan | undefined): string[] => {
    if (!span) return [];
    const above = wayOf(parentOf(span));
    return above.at(-1) === span.service ? above : [...above, span.service];
  };
  expect(wayOf(find('inventory', 'POST /graphql'))).toEqual(['gateway', 'orders', 'inventory']);
  expect(wayOf(find('payments', 'POST /graphql'))).toEqual(['gateway', 'orders', 'payments']);
  expect(wayOf(find('users', 'batch users'))[0]).toBe('gateway');
  for (const [service, name, source] of CONSUMED) {
    const consumed = find(service, name)!;
    expect(parentOf(consumed)).toMatchObject({ service: source });
    expect(consumed.links).toEqual([consumed.parentSpanId]);
  }
  expect(wayOf(find('products', 'consume StockChanged'))).toEqual([
    'gateway',
    'orders',
    'inventory',
    'products',
  ]);

  // A database query is a child of the batch or the request that caused it.
  for (const [system, service, name, above] of DATABASE_QUERIES) {
    const asked = spans().filter((span) => span.service === service && span.name === name);
    expect(asked.map((span) => parentOf(span)?.name)).toContain(above);
    const [operation, collection] = name.split(' ');
    expect(asked[0]!.attributes).toEqual({
      'db.system.name': system,
      'db.namespace': expect.stringMatching(new RegExp(service)),
      'db.operation.name': operation,
      'db.collection.name': collection,
    });
  }

  // Spans contain neither variables nor answers.
  const exported = JSON.stringify(collector.spans);
  for (const secret of [customer.token, PASSWORD, '@test.test', 'Lindenstraße'])
    expect(exported).not.toContain(secret);
});
