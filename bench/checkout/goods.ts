/** The products that a shop of the benchmark sells, and the buyers, each with an account and a wallet. */
import { demoId } from '../../dev/src/demo/ids.ts';
import { newUuid } from '../../kit/base/src/ids.ts';
import type { SigningKeyDocument } from '../../subgraphs/users/src/database/collections.ts';
import { createAccessTokenSigner } from '../../subgraphs/users/src/tokens/accessToken.ts';
import { signIn } from '../idle-memory/shop.ts';
import { MAX_PRODUCTS } from './options.ts';
import type { Shop } from './shop.ts';

export interface Buyer {
  readonly userId: string;
  token: string;
}

export interface Goods {
  /** Each has enough money. */
  readonly rich: readonly Buyer[];
  /** Each has no wallet. */
  readonly poor: readonly Buyer[];
  readonly hot: string;
  readonly many: readonly string[];
  /** Products without stock. */
  readonly empty: readonly string[];
}

/** Units of a product: more than any run can sell. The API receives no more at once. */
const PLENTY = 1_000_000;
/** A price of 10.00 USD, and a wallet for 100,000 orders of a line. */
const PRICE = { amount: '10.00', currency: 'USD' };
const WALLET = { amount: '1000000.00', currency: 'USD' };

/** Requests at once while the shop is prepared. */
const TOGETHER = 8;
const TOP_UPS = 20;
const ACCOUNTS = 500;

export async function prepareGoods(shop: Shop, count: { rich: number; poor: number }): Promise<Goods> {
  const [hot = '', ...many] = await makeProducts(shop, 1 + MAX_PRODUCTS, PLENTY);
  return {
    rich: await makeBuyers(shop, count.rich, 'rich'),
    poor: await makeBuyers(shop, count.poor, 'poor'),
    hot,
    many,
    empty: await makeProducts(shop, MAX_PRODUCTS, 0),
  };
}

/** Creates products with this many units each. @returns their ids. */
export async function makeProducts({ client }: Shop, count: number, units: number): Promise<string[]> {
  const token = await signInStaff(client.url);
  const one = async () => {
    const sku = `BENCH-${newUuid().slice(-12).toUpperCase()}`;
    const { createProduct } = await client.ask<{ createProduct: { id: string } }>(
      'mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }',
      { input: { sku, name: `Product ${sku}`, price: PRICE } },
      token,
    );
    if (units > 0) {
      await client.ask(
        `mutation ($productId: ID!, $warehouseId: ID!, $quantity: Int!) {
          receiveStock(productId: $productId, warehouseId: $warehouseId, quantity: $quantity) { id } }`,
        { productId: createProduct.id, warehouseId: demoId('warehouse', 1), quantity: units },
        token,
      );
    }
    return createProduct.id;
  };
  return together(Array.from({ length: count }), one);
}

/**
 * Opens accounts as copies of a demo account, because registering each costs a password hash and is limited.
 * Gives each a wallet with money if they are to be rich.
 */
export async function makeBuyers(shop: Shop, count: number, kind: 'rich' | 'poor'): Promise<Buyer[]> {
  const buyers = Array.from({ length: count }, (): Buyer => ({ userId: newUuid(), token: '' }));
  const accounts = shop.users.db.collection<{ _id: string; email: string }>('users');
  const model = await accounts.findOne({ email: 'alice@demo.test' });
  if (!model) throw new Error('The demo data has no alice@demo.test.');
  for (const some of chunks(buyers, ACCOUNTS)) {
    await accounts.insertMany(
      some.map(({ userId }) => {
        const email = `${userId}@bench.test`;
        const own = {
          _id: userId,
          email,
          emailKey: email,
          addresses: [],
          defaultAddressId: null,
          outbox: [],
        };
        return { ...model, ...own };
      }),
    );
  }
  if (kind === 'rich') await topUp(shop, buyers);
  await signBuyersIn(shop, buyers);
  return buyers;
}

async function topUp({ client }: Shop, buyers: readonly Buyer[]): Promise<void> {
  const token = await signInStaff(client.url);
  await together(chunks(buyers, TOP_UPS), async (some) => {
    const declared = some.map((_, n) => `$u${n}: ID!`).join(', ');
    const fields = some.map(
      (_, n) => `t${n}: topUpWallet(userId: $u${n}, amount: $amount, idempotencyKey: "bench") { __typename }`,
    );
    await client.ask(
      `mutation ($amount: MoneyInput!, ${declared}) { ${fields.join(' ')} }`,
      { amount: WALLET, ...Object.fromEntries(some.map(({ userId }, n) => [`u${n}`, userId])) },
      token,
    );
  });
}

/**
 * Gives each buyer a new access token, signed with the shop's own key: to sign in with a password costs the
 * shop 20 ms of CPU, and an access token is valid for some minutes only.
 */
export async function signBuyersIn({ users }: Shop, buyers: readonly Buyer[]): Promise<void> {
  const clock = () => new Date();
  const keys = await users.db.collection<SigningKeyDocument>('signingKeys').find({}).toArray();
  const [key] = keys
    .filter(({ signsFrom, createdAt }) => (signsFrom ?? createdAt) <= clock())
    .toSorted((a, b) => Number(b.sequence) - Number(a.sequence));
  if (!key) throw new Error('The shop has no key that signs access tokens.');
  const sign = createAccessTokenSigner(async () => key, { clock, newId: newUuid });
  for (const buyer of buyers) {
    const { accessToken } = await sign({ id: buyer.userId, roles: ['CUSTOMER'] }, newUuid());
    buyer.token = accessToken;
  }
}

const signInStaff = (url: string) => signIn(url, 'staff@demo.test');

function chunks<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
}

/** Works on all items, some at a time. @returns the results in order. */
async function together<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const entries = items.entries();
  const worker = async () => {
    for (const [n, item] of entries) results[n] = await work(item);
  };
  await Promise.all(Array.from({ length: TOGETHER }, worker));
  return results;
}
