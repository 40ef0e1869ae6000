/**
 * The metrics that each process of the shop exposes to Prometheus, and the secrets that none of them logs.
 */
import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { demoId } from '../../dev/src/demo/ids.ts';
import { freePort } from '../../dev/src/ports.ts';
import { type Service, SUBGRAPHS } from '../../dev/src/services.ts';
import { orderOf, PLACE_ORDER, startShop } from './shop.ts';

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

/** Secrets of customers and staff, including those that are typed into the wrong field. */
const SECRETS = {
  password: 'Tr0ub4dor-horse-staple',
  card: '4111 1111 1111 1111',
  cvc: 'cvc-931',
  token: `eyJhbGciOiJFZERTQSJ9.${Buffer.from('{"sub":"secret"}').toString('base64url')}.c2lnbmF0dXJl`,
  cookie: 'session=d41d8cd98f00b204',
};

const RECEIVE = /* GraphQL */ `
  mutation ($productId: ID!, $warehouseId: ID!, $reason: String) {
    receiveStock(productId: $productId, warehouseId: $warehouseId, quantity: 1, reason: $reason) { id }
  }`;

test('every process has its metrics, they change, and no client can create series', async () => {
  const warnings: string[] = [];
  const port = await freePort();
  await using shop = await startShop(warnings, {
    gateway: { METRICS_PORT: String(port), METRICS_OPERATIONS: 'PlaceOrder' },
  });
  const ports = { ...shop.holdfast.ports, gateway: port };
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

test('no log contains a secret, even at the debug level', async () => {
  await using shop = await startShop([], {}, { rewire: (_service, env) => ({ ...env, LOG_LEVEL: 'debug' }) });
  const customer = await shop.customer();
  const productId = await shop.product(0);
  const { password, card, cvc, token, cookie } = SECRETS;
  const post = (body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${shop.holdfast.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }).then(async (response) => ({ id: response.headers.get('x-request-id'), text: await response.text() }));

  const headers = {
    authorization: `Bearer ${token}`,
    cookie,
    'x-holdfast-identity': token,
    'x-request-id': card,
  };
  await post({ query: '{ me { id } }' }, headers);
  await post(`{"query":"{ me { id } }","variables":{"password":"${password}"`);
  await post({ query: `{ me { id } "${password}" ` });
  await post({
    query: `mutation { login(email: "a@b.example", password: "${password}", card: "${card}") { accessToken } }`,
  });
  await post({ query: `{ product(id: "${card}") { name } order(id: "${token}") { id } }` });
  const login =
    'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken } }';
  for (const variables of [
    { email: 'a@b.example', password },
    { email: `${password}@b.example`, password: { card, cvc } },
    { email: { password }, password: [card] },
  ])
    await post({ query: login, variables, operationName: password.replaceAll('-', '_') });
  const authorization = `Bearer ${customer.token}`;
  const order = orderOf(card, 1, { idempotencyKey: card, coupon: card, card, cvc, password });
  await post({ query: PLACE_ORDER, variables: order }, { authorization });
  await post(
    { query: PLACE_ORDER, variables: orderOf(randomUUID(), 1, { idempotencyKey: card }) },
    { authorization },
  );

  // Faults are logged with their cause. One error of PostgreSQL contains the whole row, another one the
  // value.
  const staff = await shop.customer('0', { roles: ['ADMIN'] });
  const receive = (reason: string) => {
    const variables = { productId, warehouseId: demoId('warehouse', 1), reason };
    return staff.query(RECEIVE, variables);
  };
  await shop.inventory.query(
    'alter table stock_movements add constraint no_reason check (reason is null) not valid',
  );
  for (const secret of [password, card, cvc, token])
    expect((await receive(secret)).errors?.[0]?.extensions?.['code']).toBe('INTERNAL_SERVER_ERROR');
  await shop.inventory.query('alter table stock_movements drop constraint no_reason');
  await shop.inventory.query(REPEATS_REASON);
  for (const secret of [password, card, cvc, token])
    expect((await receive(secret)).errors?.[0]?.extensions?.['code']).toBe('INTERNAL_SERVER_ERROR');
  await shop.inventory.query('drop trigger repeats_reason on stock_movements');
  // The table that a statement needs is gone.
  await shop.inventory.query('alter table stock_items rename to stock_items_gone');
  const failed = await post(
    { query: `{ product(id: "${productId}") { available } }` },
    { authorization, 'x-request-id': 'a-request-that-fails' },
  );
  expect(failed.id).toBe('a-request-that-fails');

  const folder = join(shop.dataDir, 'logs');
  const logs = async () =>
    (await Promise.all((await readdir(folder)).map((file) => readFile(join(folder, file), 'utf8')))).join(
      '\n',
    );
  const own = [
    password,
    card,
    card.replaceAll(' ', ''),
    cvc,
    token,
    cookie,
    customer.token,
    ...tokenParts(customer.token),
  ];
  const keys = Object.values(shop.secrets.identities).map(({ privateKey }) => privateKey);
  await expect.poll(async () => (await logs()).includes('"requestId":"a-request-that-fails"')).toBe(true);
  const text = await logs();
  for (const secret of [...own, ...keys])
    expect(text.includes(secret), `${secret.slice(0, 12)}…`).toBe(false);
});

/** Raises PostgreSQL's own error for a value that does not fit its type. */
const REPEATS_REASON = `
  create function repeat_reason() returns trigger language plpgsql as $$
  begin raise exception 'invalid input syntax for type uuid: "%"', new.reason using errcode = '22P02'; end $$;
  create trigger repeats_reason before insert on stock_movements for each row execute function repeat_reason()`;

/** The signature of a token is a secret too. */
const tokenParts = (token: string) => [token.split('.')[2] ?? ''];
