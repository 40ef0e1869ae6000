/** A whole shop with its own databases and processes, and helpers for tests. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newUuid } from '@holdfast/kit-base/ids';
import { connectMongo, type Mongo } from '@holdfast/kit-mongo/mongo';
import { connectPostgres, type Postgres } from '@holdfast/kit-postgres/postgres';
import { parseMoney } from '@holdfast/kit-values/money';
import { demoId } from '../../dev/src/demo/ids.ts';
import { type Holdfast, type HoldfastOptions, startHoldfast } from '../../dev/src/holdfast.ts';
import { loadSecrets, type Secrets } from '../../dev/src/secrets.ts';
import { SUBGRAPHS } from '../../dev/src/services.ts';
import { receiveStock } from '../../subgraphs/inventory/src/stock/receiveStock.ts';
import { topUp } from '../../subgraphs/payments/src/wallets/topUp.ts';
import { collectionsOf as productCollections } from '../../subgraphs/products/src/database/collections.ts';
import { createProduct, type NewProduct } from '../../subgraphs/products/src/products/createProduct.ts';
import { type AccountOptions, createAccounts, PASSWORD } from './accounts.ts';
import { copyFirstData } from './firstData.ts';
import { dropDatabases, givenServers, OWN_SERVERS } from './givenServers.ts';

export { PASSWORD };

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it expects
  readonly data?: any;
  readonly errors?: readonly {
    message: string;
    path?: (string | number)[];
    // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it expects
    extensions?: Record<string, any>;
  }[];
}

/** A caller of the gateway. */
export interface Client {
  readonly userId: string;
  readonly token: string;
  query(document: string, variables?: Record<string, unknown>): Promise<Answer>;
}

export interface Shop extends AsyncDisposable {
  readonly holdfast: Holdfast;
  /** The secrets of its services, with the keys that they sign with. */
  readonly secrets: Secrets;
  /** The folder of its data and logs, which is removed at the end. */
  readonly dataDir: string;
  readonly inventory: Postgres;
  readonly payments: Postgres;
  readonly reports: Postgres;
  readonly users: Mongo;
  readonly products: Mongo;
  readonly orders: Mongo;
  /** Sends an operation; anonymously when no token is given. */
  query(document: string, variables?: Record<string, unknown>, token?: string): Promise<Answer>;
  /** Signs in at the gateway. */
  login(email: string, password?: string): Promise<Client>;
  /** Opens an account that has no session. @returns its id. */
  account(account?: AccountOptions): Promise<string>;
  /** Opens an account with money in the wallet, and a session. */
  customer(wallet?: string, more?: AccountOptions): Promise<Client>;
  /** Creates a product with units in Berlin. @returns its id. */
  product(units: number, more?: Partial<NewProduct>): Promise<string>;
}

export interface ShopOptions extends Pick<HoldfastOptions, 'rewire' | 'crashLimit'> {
  /**
   * True when the shop starts its own database servers, which a test may kill, even if servers were given to
   * the tests.
   */
  readonly ownServers?: boolean;
}

/** Starts a shop in its own folder, with the demo data. */
export async function startShop(
  warnings: string[] = [],
  env: HoldfastOptions['env'] = {},
  { ownServers = false, ...more }: ShopOptions = {},
): Promise<Shop> {
  const servers = ownServers ? OWN_SERVERS : givenServers();
  const dataDir = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'));
  if (!servers.postgresUrl && !servers.mongodbUrl) await copyFirstData(dataDir);
  const holdfast = await startHoldfast({
    port: 0,
    dataDir,
    logLevel: 'info',
    ...servers,
    progress: () => {},
    warn: (line) => warnings.push(line),
    env,
    ...more,
  }).catch(async (error) => {
    await dropDatabases(servers);
    throw error;
  });
  const { mongo, postgres } = holdfast.databases.urls;
  const inventory = await connectPostgres({ url: postgres.inventory, name: 'tests' });
  const payments = await connectPostgres({ url: postgres.payments, name: 'tests' });
  const reports = await connectPostgres({ url: postgres.reports, name: 'tests' });
  const users = await connectMongo({ url: mongo.users, name: 'tests' });
  const products = await connectMongo({ url: mongo.products, name: 'tests' });
  const orders = await connectMongo({ url: mongo.orders, name: 'tests' });
  const clock = () => new Date();
  const accounts = createAccounts(users.db);

  const query: Shop['query'] = async (document, variables, token) => {
    const response = await fetch(`${holdfast.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query: document, variables }),
    });
    return { status: response.status, ...((await response.json()) as object) };
  };

  const clientOf = (userId: string, token: string): Client => ({
    userId,
    token,
    query: (document, variables) => query(document, variables, token),
  });

  const login: Shop['login'] = async (email, password = PASSWORD) => {
    const { data, errors } = await query(
      'mutation ($email: String!, $password: String!) { login(email: $email, password: $password) { accessToken user { id } } }',
      { email, password },
    );
    if (!data?.login) throw new Error(`${email} cannot sign in: ${JSON.stringify(errors)}`);
    const { accessToken: token, user } = data.login;
    return clientOf(user.id, token);
  };

  return {
    holdfast,
    secrets: await loadSecrets(dataDir, SUBGRAPHS),
    dataDir,
    inventory,
    payments,
    reports,
    users,
    products,
    orders,
    query,
    login,
    account: async (more) => (await accounts.open(more)).id,
    async customer(wallet = '1000.00', more = {}) {
      const user = await accounts.open(more);
      const amount = parseMoney({ amount: wallet, currency: 'USD' });
      if (typeof amount === 'string') throw new Error(amount);
      if (amount.minor > 0n) {
        await topUp(
          { database: payments, clock, newId: newUuid },
          { userId: user.id, amount, idempotencyKey: 'test' },
        );
      }
      return clientOf(user.id, await accounts.signIn(user));
    },
    async product(units, more = {}) {
      const id = newUuid();
      const sku = `TEST-${randomBytes(6).toString('hex').toUpperCase()}`;
      const price = { amount: '10.00', currency: 'USD' };
      await createProduct(
        { ...productCollections(products.db), clock, newId: newUuid },
        { id, sku, name: `Product ${sku}`, price, ...more },
      );
      if (units > 0) {
        await receiveStock(
          { database: inventory, clock, newId: newUuid },
          {
            productId: id,
            warehouseId: demoId('warehouse', 1),
            quantity: units,
            reason: null,
            actor: 'test',
          },
        );
      }
      return id;
    },
    async [Symbol.asyncDispose]() {
      const databases = [inventory, payments, reports, users, products, orders];
      await Promise.all(databases.map((database) => database.end()));
      await holdfast.stop();
      await dropDatabases(servers);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const BERLIN = {
  recipient: 'Test Customer',
  line1: 'Lindenstraße 12',
  city: 'Berlin',
  postalCode: '10969',
  country: 'DE',
};

/** Every field of an order, from all five subgraphs. */
export const ORDER = /* GraphQL */ `
  fragment Everything on Order {
    id number status customer { name } total { amount currency }
    lines { product { name available } sku quantity unitPrice { amount } total { amount } }
    shippingAddress { recipient city country }
    rejection { code message shortages { productId requested available } }
    reservation { status expiresAt }
    payment { status amount { amount } declineCode }
    shipment { status trackingNumber }
    saga { status steps { name status } }
    history { status actor }
  }`;

export const PLACE_ORDER = /* GraphQL */ `
  mutation PlaceOrder($input: PlaceOrderInput!) {
    placeOrder(input: $input) { replayed order { ...Everything } }
  }
  ${ORDER}`;

/** Returns the variables of an order of one product to Berlin. */
export function orderOf(
  productId: string,
  quantity = 1,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    input: { idempotencyKey: newUuid(), lines: [{ productId, quantity }], shippingAddress: BERLIN, ...more },
  };
}

/** Returns the statuses of an order's steps, in order. */
export function stepsOf(order: { saga: { steps: { name: string; status: string }[] } }): string[] {
  return order.saga.steps.map(({ status }) => status);
}
