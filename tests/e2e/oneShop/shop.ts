import { afterAll, beforeAll } from 'vitest';
import { freePort } from '../../../dev/src/ports.ts';
import { type Shop, startShop } from '../shop.ts';

/** The shop that all tests of this folder share. It is set before their own hooks and tests run. */
export let shop: Shop;
/** The lines about problems, such as a crashed service. */
export const warnings: string[] = [];
/** The port of another origin, whose pages may use the gateway. */
export const pagePort = await freePort();

beforeAll(async () => {
  shop = await startShop(warnings, {
    gateway: {
      // 200 orders at once may take longer than the 15 s of a mutation on a machine that runs other tests as
      // well.
      MUTATION_TIMEOUT_MS: '90000',
      CORS_ORIGINS: `http://localhost:${pagePort}`,
    },
  });
});
afterAll(() => shop[Symbol.asyncDispose]());
