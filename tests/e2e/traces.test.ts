/** One trace of an order: from the gateway through every service that it needs to those who hear of it. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { type CollectedSpan, startCollector } from './collector.ts';
import { orderOf, PASSWORD, PLACE_ORDER, startShop } from './shop.ts';

/** Where a consumer's span is, and the service that said the event. */
const HEARD = [
  ['reports', 'consume OrderPlaced', 'orders'],
  ['products', 'consume StockChanged', 'inventory'],
  ['reports', 'consume PaymentCaptured', 'payments'],
  ['notifications', 'consume OrderConfirmed', 'orders'],
] as const;

/** What the order needs. Each process sends its spans by itself, about a second later. */
const ASKED = [
  ['gateway', 'graphql.plan'],
  ['inventory', 'POST /graphql'],
  ['payments', 'POST /graphql'],
  ['users', 'batch users'],
] as const;

/** System, service, span, and the span that it is below. */
const ASKED_OF_DATABASES = [
  ['mongodb', 'users', 'find users', 'batch users'],
  ['mongodb', 'orders', 'insert orders', 'POST /graphql'],
  ['postgresql', 'inventory', 'INSERT reservations', 'POST /graphql'],
  ['postgresql', 'payments', 'UPDATE wallets', 'POST /graphql'],
] as const;

test('an order is one trace through gateway, services and events, each span below the one that caused it', async () => {
  await using collector = await startCollector();
  await using shop = await startShop(
    [],
    {},
    {
      rewire: (_service, env) => ({ ...env, OTEL_EXPORTER_OTLP_ENDPOINT: collector.url }),
    },
  );
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
    body: JSON.stringify({ query: PLACE_ORDER, variables: orderOf(productId) }),
  });
  expect((await response.json()) as object).toMatchObject({
    data: { placeOrder: { order: { status: 'CONFIRMED' } } },
  });

  const operation = () =>
    collector.spans.find(({ attributes }) => attributes['graphql.field'] === 'placeOrder');
  await expect.poll(operation, { timeout: 20_000 }).toBeDefined();
  const root = operation()!;
  const spans = () => collector.spans.filter(({ traceId }) => traceId === root.traceId);
  const find = (service: string, name: string) =>
    spans().find((span) => span.service === service && span.name === name);
  for (const [service, name] of [...ASKED, ...HEARD]) {
    await expect
      .poll(() => find(service, name), { timeout: 30_000, message: `${service}: ${name}` })
      .toBeDefined();
  }
  // What a service has begun before that reaches the collector a second later.
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

  /** From a span up to the root, without the spans inside a service. */
  const wayOf = (span: CollectedSpan | undefined): string[] => {
    if (!span) return [];
    const above = wayOf(parentOf(span));
    return above.at(-1) === span.service ? above : [...above, span.service];
  };
  expect(wayOf(find('inventory', 'POST /graphql'))).toEqual(['gateway', 'orders', 'inventory']);
  expect(wayOf(find('payments', 'POST /graphql'))).toEqual(['gateway', 'orders', 'payments']);
  expect(wayOf(find('users', 'batch users'))[0]).toBe('gateway');
  for (const [service, name, source] of HEARD) {
    const heard = find(service, name)!;
    expect(parentOf(heard)).toMatchObject({ service: source });
    expect(heard.links).toEqual([heard.parentSpanId]);
  }
  expect(wayOf(find('products', 'consume StockChanged'))).toEqual([
    'gateway',
    'orders',
    'inventory',
    'products',
  ]);

  // What databases were asked is below the batch or the request that it was for.
  for (const [system, service, name, above] of ASKED_OF_DATABASES) {
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

  // Neither variables nor answers.
  const told = JSON.stringify(collector.spans);
  for (const secret of [customer.token, PASSWORD, '@test.test', 'Lindenstraße'])
    expect(told).not.toContain(secret);
});
