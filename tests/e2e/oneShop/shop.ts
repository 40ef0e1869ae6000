import { afterAll, beforeAll } from 'vitest';
import { type Shop, startShop } from '../shop.ts';

/** The shop that all tests of this folder share. It is set before their own hooks and tests run. */
export let shop: Shop;

beforeAll(async () => {
  // 200 orders at once may take longer than the 15 s of a mutation on a machine that runs other tests as
  // well.
  shop = await startShop([], { gateway: { MUTATION_TIMEOUT_MS: '90000' } });
});
afterAll(() => shop[Symbol.asyncDispose]());
