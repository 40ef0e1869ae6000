/** `docker compose up` without Docker: see `composed.ts`. */
import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseEnv } from 'node:util';
import { newUuid } from '@holdfast/kit-base/ids';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newLines } from '../../dev/src/compose/env.ts';
import { ROOT } from '../../dev/src/services.ts';
import { type Composed, compose } from './composed.ts';
import { type Images, openImages } from './images.ts';
import { canRunContainers } from './tools.ts';

const PRODUCT = '01936f00-0000-7000-8000-000000000001';
const LOGIN = 'mutation { login(email: "alice@demo.test", password: "holdfast-demo") { accessToken } }';
const PLACE_ORDER = `mutation ($input: PlaceOrderInput!) {
  placeOrder(input: $input) { order { id status rejection { code } } }
}`;

const alone = globSync(['subgraphs/*/compose.yml', 'workers/*/compose.yml', 'gateway/compose.yml'], {
  cwd: ROOT,
});
const env = parseEnv(newLines(undefined).join('\n')) as Record<string, string>;
const can = await canRunContainers();

let images: Images;
beforeAll(async () => {
  if (can) images = await openImages();
}, 300_000);
afterAll(() => images?.[Symbol.asyncDispose]());

test('every service has its own compose file', () => {
  expect(alone).toHaveLength(8);
});

describe.runIf(can)('docker-compose.yml', () => {
  let shop: Composed;

  beforeAll(async () => {
    shop = await compose(join(ROOT, 'docker-compose.yml'), env, images);
    await shop.up();
  }, 900_000);

  afterAll(() => shop?.[Symbol.asyncDispose]());

  const url = () => `http://${shop.addressOf('gateway')}:4000/graphql`;

  async function ask(query: string, variables = {}, headers = {}) {
    const response = await fetch(url(), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it expects
    return { response, ...((await response.json()) as { data?: any; errors?: unknown }) };
  }

  async function order() {
    const { data, errors } = await ask(LOGIN);
    expect(errors).toBeUndefined();
    const input = {
      idempotencyKey: newUuid(),
      lines: [{ productId: PRODUCT, quantity: 1 }],
      shippingAddress: {
        ...{
          recipient: 'Alice',
          line1: 'Lindenstraße 12',
          city: 'Berlin',
          postalCode: '10969',
          country: 'DE',
        },
      },
    };
    return ask(PLACE_ORDER, { input }, { authorization: `Bearer ${data.login.accessToken}` });
  }

  async function allHealthy() {
    const checked = Object.keys(shop.services).filter(
      (name) => shop.services[name]?.build && name !== 'setup',
    );
    expect(checked).toHaveLength(8);
    await Promise.all(checked.map(shop.healthy));
  }

  async function confirmed() {
    await allHealthy();
    const { data, errors } = await order();
    expect(errors).toBeUndefined();
    expect(data.placeOrder.order).toMatchObject({ status: 'CONFIRMED', rejection: null });
    return data.placeOrder.order.id as string;
  }

  const available = async () => {
    const { data } = await ask(`{ product(id: "${PRODUCT}") { available } }`);
    return data.product.available as number;
  };

  test('the images confirm an order and send its mail', async () => {
    await confirmed();
    await expect
      .poll(() => shop.standIn('mailpit')?.mails?.map(({ recipients }) => recipients), { timeout: 60_000 })
      .toContainEqual(['alice@demo.test']);
  });

  test('Apollo Sandbox may call the gateway, and the gateway serves its own IDE', async () => {
    const origin = 'https://studio.apollographql.com';
    const preflight = await fetch(url(), {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type,authorization',
      },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
    const { response, data } = await ask('{ __schema { queryType { name } } }', {}, { origin });
    expect(response.headers.get('access-control-allow-origin')).toBe(origin);
    expect(data.__schema.queryType.name).toBe('Query');
    const stranger = await ask('{ __typename }', {}, { origin: 'https://stranger.example' });
    expect(stranger.response.headers.get('access-control-allow-origin')).toBeNull();
    const page = await fetch(url(), { headers: { accept: 'text/html' } });
    expect(await page.text()).toMatch(/<script[^>]+src="\/ide\//);
  });

  test('a second up changes nothing', async () => {
    await confirmed();
    const before = await available();
    await shop.up();
    expect(await available()).toBe(before);
    await confirmed();
  });

  test.each(['postgres', 'mongo', 'nats'])(
    'services recover by themselves when %s is restarted',
    async (name) => {
      await shop.stop(name);
      await shop.start(name);
      await confirmed();
    },
  );

  test('everything recovers by itself, with its data, when the machine is restarted', async () => {
    const before = await available();
    await shop.reboot();
    await allHealthy();
    expect(await available()).toBe(before);
    await confirmed();
  });
});

describe.runIf(can)('a service alone', () => {
  test.each(alone)('%s', async (file) => {
    await using composed = await compose(join(ROOT, file), env, images);
    await composed.up();
    await composed.healthy(basename(dirname(file)));
  });
});
