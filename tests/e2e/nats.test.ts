/** A shop whose events are on NATS. */
import { testNats } from '@holdfast/dev/testing/testNats';
import { hasNatsServer, NATS_SERVER } from '@holdfast/dev/testing/tools';
import { afterAll, beforeAll, describe } from 'vitest';
import { givenNats } from './givenNats.ts';
import { testOrderEvents } from './orderEvents.ts';
import { type Shop, startShop } from './shop.ts';

const NATS_URL = process.env['NATS_URL'];

const [name, available, startBus] = NATS_URL
  ? (['the NATS of NATS_URL', true, () => givenNats(NATS_URL)] as const)
  : ([`NATS (needs ${NATS_SERVER})`, await hasNatsServer(), testNats] as const);

describe.skipIf(!available)(`a shop on ${name}`, () => {
  let nats: { readonly url: string } & AsyncDisposable;
  let shop: Shop;
  beforeAll(async () => {
    nats = await startBus();
    shop = await startShop([], {}, { rewire: (_service, env) => ({ ...env, EVENTS_URL: nats.url }) });
  });
  afterAll(async () => {
    await shop?.[Symbol.asyncDispose]();
    await nats?.[Symbol.asyncDispose]();
  });
  testOrderEvents(() => ({ shop, url: nats.url }));
});
