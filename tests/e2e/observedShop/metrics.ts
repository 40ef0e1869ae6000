/** The metrics that each process of the shop exposes to Prometheus. */
import { expect, test } from 'vitest';
import { type Service, SUBGRAPHS } from '../../../dev/src/services.ts';
import { orderOf, PLACE_ORDER } from '../shop.ts';
import { observed } from './shop.ts';

const EVERYWHERE = ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds', 'pool_connections'];
const SUBGRAPH = ['graphql_requests_total', 'graphql_request_seconds_bucket'];
const OUTBOX = ['outbox_unsent', 'outbox_oldest_seconds', 'events_published_total'];
const CONSUMER = ['events_consumed_total', 'events_dead_letters'];

const EXPECTED: Readonly<Record<Service, readonly string[]>> = {
  gateway: [
    'gateway_operations_total',
    'gateway_operation_seconds_bucket',
    'gateway_subgraph_requests_total',
    'gateway_subgraph_request_seconds_count',
    'gateway_plans_total',
    'gateway_plan_cache_size',
  ],
  users: [...SUBGRAPH, ...OUTBOX],
  products: [...SUBGRAPH, ...OUTBOX, ...CONSUMER],
  orders: [...SUBGRAPH, ...OUTBOX, 'orders_sagas', 'orders_saga_steps_total'],
  inventory: [...SUBGRAPH, ...OUTBOX],
  payments: [...SUBGRAPH, ...OUTBOX],
  reports: [...SUBGRAPH, ...CONSUMER, 'reports_lag_seconds'],
  notifications: [...CONSUMER, 'notifications_mails_total'],
};

/** The values of Prometheus' text format, by series. */
type Figures = ReadonlyMap<string, number>;

async function figuresAt(port: number): Promise<Figures> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(response.status).toBe(200);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

/** Returns the sum over all series of a metric that have these labels. */
function sum(figures: Figures, name: string, labels = ''): number {
  return [...figures]
    .filter(([series]) => (series === name || series.startsWith(`${name}{`)) && series.includes(labels))
    .reduce((all, [, value]) => all + value, 0);
}

/**
 * Returns the number of series, without Node's own, which appear with the first garbage collection of a kind.
 */
function ownSeries(figures: Figures): number {
  return [...figures.keys()].filter((series) => !/^(nodejs|process)_/.test(series)).length;
}

test('every process has its metrics, they change, and no client can create series', async () => {
  const { shop, metricsPort, warnings } = observed;
  const ports = { ...shop.holdfast.ports, gateway: metricsPort };
  const customer = await shop.customer();
  const productId = await shop.product(5);
  const before = await figuresAt(ports.inventory);
  expect((await customer.query(PLACE_ORDER, orderOf(productId))).data.placeOrder.order.status).toBe(
    'CONFIRMED',
  );
  await customer.query(PLACE_ORDER, orderOf(productId));
  const staff = await shop.customer('0', { roles: ['ADMIN'] });
  expect((await staff.query('{ reportsStatus { eventsSeen } }')).errors).toBeUndefined();

  await expect
    .poll(async () => sum(await figuresAt(ports.notifications), 'notifications_mails_total'), {
      timeout: 30_000,
    })
    .toBeGreaterThan(0);
  for (const [service, names] of Object.entries(EXPECTED) as [Service, readonly string[]][]) {
    const figures = await figuresAt(ports[service]);
    for (const name of [...EVERYWHERE, ...names]) {
      expect(
        [...figures.keys()].some((series) => series.startsWith(`${name}{`)),
        `${service}: ${name}`,
      ).toBe(true);
    }
  }
  const gateway = await figuresAt(ports.gateway);
  const placed = (road: string) =>
    sum(
      gateway,
      'gateway_operations_total',
      `operation="PlaceOrder",type="mutation",field="placeOrder",road="${road}",code="OK"`,
    );
  // The second request is a known operation.
  expect([placed('apollo'), placed('short')]).toEqual([1, 1]);
  expect(
    sum(gateway, 'gateway_subgraph_requests_total', 'subgraph="orders",code="OK"'),
  ).toBeGreaterThanOrEqual(2);
  expect(sum(gateway, 'gateway_plans_total', 'cache="hit"')).toBeGreaterThanOrEqual(1);
  expect(sum(gateway, 'gateway_plan_cache_size')).toBeGreaterThanOrEqual(1);
  const reserved = 'field="reserveStock",code="OK"';
  const inventory = await figuresAt(ports.inventory);
  expect(sum(inventory, 'graphql_requests_total', reserved)).toBe(
    sum(before, 'graphql_requests_total', reserved) + 2,
  );
  await expect
    .poll(async () => sum(await figuresAt(ports.orders), 'outbox_unsent'), { timeout: 20_000 })
    .toBe(0);
  await expect
    .poll(async () => sum(await figuresAt(ports.reports), 'events_consumed_total', 'outcome="done"'), {
      timeout: 20_000,
    })
    .toBeGreaterThan(0);

  // Clients choose the names of operations, clients and fields.
  const ask = (n: number) => shop.query(`query Made${n}Up { __typename a${n}: __typename }`);
  await ask(0);
  const seriesOf = async () =>
    new Map(
      await Promise.all(
        (['gateway', ...SUBGRAPHS] as const).map(
          async (service) => [service, ownSeries(await figuresAt(ports[service]))] as const,
        ),
      ),
    );
  await shop.query('{ nothing }');
  const series = await seriesOf();
  for (let n = 1; n <= 100; n++) await ask(n);
  for (let n = 1; n <= 10; n++) await shop.query(`query Wrong${n} { nothing${n} }`);
  expect(await seriesOf()).toEqual(series);
  // The metrics are not on the API's port.
  expect((await fetch(`${shop.holdfast.url}/metrics`)).status).toBe(404);
  expect(warnings).toEqual([]);
});
