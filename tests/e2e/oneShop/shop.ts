import { afterAll, beforeAll } from 'vitest';
import { type Shop, startShop } from '../shop.ts';

/** The shop of all tests of this folder: there as soon as a test, or what is done before it, runs. */
export let shop: Shop;

beforeAll(async () => {
  // 200 orders at once may take longer than the 15 s of a mutation on a machine that runs other tests as well.
  shop = await startShop([], { gateway: { MUTATION_TIMEOUT_MS: '90000' } });
});
afterAll(() => shop[Symbol.asyncDispose]());
