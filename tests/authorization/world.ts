/** A shop with the six callers of the matrix, and factories of things for a single call. */

import { randomBytes } from 'node:crypto';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Role } from '@holdfast/kit-base/scopes';
import { demoId } from '../../dev/src/demo/ids.ts';
import { collectionsOf } from '../../subgraphs/users/src/database/collections.ts';
import { type MailEventType, mailToken } from '../../subgraphs/users/src/tokens/domain/mailToken.ts';
import { newSecretToken } from '../../subgraphs/users/src/tokens/domain/secretToken.ts';
import { BERLIN, type Client, orderOf, type Shop } from '../e2e/shop.ts';
import type { Caller } from './caller.ts';
import { operationOf } from './schema.ts';
import { createSubgraphCaller } from './subgraphCaller.ts';

export const CALLERS = ['anonymous', 'customer', 'otherCustomer', 'vendor', 'staff', 'admin'] as const;
export type CallerName = (typeof CALLERS)[number];

const ROLE_OF: Readonly<Record<Exclude<CallerName, 'anonymous'>, Role>> = {
  customer: 'CUSTOMER',
  otherCustomer: 'CUSTOMER',
  vendor: 'VENDOR',
  staff: 'STAFF',
  admin: 'ADMIN',
};

/** The ids of things that exist throughout. */
export interface Things {
  /** In a category, with 100,000 units in Berlin. */
  readonly product: string;
  /** Has a child, and a parent. */
  readonly category: string;
  /** A product that the customer sold as a vendor. It makes the customer visible to every caller. */
  readonly sold: string;
  /** In the customer's address book. */
  readonly address: string;
  /** The customer's orders: this one is CONFIRMED, the next one REJECTED for too little stock. */
  readonly order: string;
  readonly rejected: string;
  /** The reservation and the payment of the CONFIRMED order. */
  readonly reservation: string;
  readonly payment: string;
}

export interface World {
  readonly shop: Shop;
  readonly callers: Readonly<Record<CallerName, Caller>>;
  readonly things: Things;
  /** Signs in a new account with the caller's role. The anonymous caller stays the same. */
  fresh(name: CallerName): Promise<Caller>;
  /** Runs a mutation that must succeed. @returns its result, with the fields selected. */
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the shape that it expects
  run(as: Client, field: string, variables: Record<string, unknown>, selection?: string): Promise<any>;
  /** Places an order of the customer, which is CONFIRMED. @returns its id. */
  order(): Promise<string>;
  /** Makes an ACTIVE reservation for the customer. @returns its id. */
  reservation(): Promise<string>;
  /** Creates an account that has no session. @returns its id. */
  account(roles?: readonly Role[]): Promise<string>;
  /** Creates a token as it would be mailed to a new account. */
  mailedToken(type: MailEventType): Promise<string>;
  /** Signs in the demo user Carol. @returns the refresh token. */
  refreshToken(): Promise<string>;
}

const clock = () => new Date();

export async function createWorld(shop: Shop): Promise<World> {
  const { users } = collectionsOf(shop.users.db);
  const anonymous: Caller = {
    userId: newUuid(),
    token: '',
    roles: [],
    query: (...args) => shop.query(...args),
  };
  const signIn = async (name: CallerName): Promise<Caller> => {
    if (name === 'anonymous') return anonymous;
    const roles = [ROLE_OF[name]];
    return { ...(await shop.customer('100000.00', { roles })), roles };
  };
  const names = await Promise.all(CALLERS.map(async (name) => [name, await signIn(name)] as const));
  const callers = Object.fromEntries(names) as Record<CallerName, Caller>;

  const account: World['account'] = (roles = ['CUSTOMER']) => shop.account({ roles: [...roles] });

  const run: World['run'] = async (as, field, variables, selection) => {
    const { data, errors } = await as.query(operationOf('Mutation', field, variables, selection), variables);
    if (errors || data?.[field] == null) throw new Error(`${field} failed: ${JSON.stringify(errors)}`);
    return data[field];
  };

  const selection = '{ order { id status reservation { id } payment { id } } }';
  const place = async (product: string, quantity = 1) =>
    (await run(callers.customer, 'placeOrder', orderOf(product, quantity), selection)).order;

  const makeThings = async (): Promise<Things> => {
    const makeCategory = async (parentId: string | null): Promise<string> =>
      (await run(callers.staff, 'createCategory', { input: { name: newUuid(), parentId } }, '{ id }')).id;
    const category = await makeCategory(await makeCategory(null));
    await makeCategory(category);
    const product = await shop.product(100_000, { categoryId: category });
    const order = await place(product);
    const entry = { input: { label: 'Home', address: BERLIN } };
    return {
      product,
      category,
      sold: await shop.product(0, { sellerId: callers.customer.userId }),
      address: (await run(callers.customer, 'addAddress', entry, '{ id }')).id,
      order: order.id,
      reservation: order.reservation.id,
      payment: order.payment.id,
      rejected: (await place(await shop.product(1), 2)).id,
    };
  };
  const things = await makeThings();

  return {
    shop,
    callers,
    things,
    fresh: signIn,
    run,
    account,
    async order() {
      const order = await place(things.product);
      if (order.status !== 'CONFIRMED') throw new Error(`The order is ${order.status}.`);
      return order.id;
    },
    async reservation() {
      // Reserves as the orders service does for its customer.
      const query = createSubgraphCaller(shop, 'orders')(callers.customer, 'inventory');
      const lines = [{ productId: things.product, quantity: 1 }];
      const selection = '{ ... on Reservation { id } }';
      const as = { ...callers.customer, query };
      return (await run(as, 'reserveStock', { reference: newUuid(), lines }, selection)).id;
    },
    async mailedToken(type) {
      const id = await account();
      const token = newSecretToken(id, randomBytes);
      const { kept } = mailToken(type, token, {
        account: { id, email: '', name: '' },
        now: clock(),
        newId: newUuid,
      });
      const place = type === 'PasswordResetRequested' ? 'passwordReset' : 'emailVerification';
      await users.updateOne({ _id: id }, { $set: { [place]: kept } });
      return token.token;
    },
    async refreshToken() {
      const signIn = { email: 'carol@demo.test', password: 'holdfast-demo' };
      return (await run(anonymous, 'login', signIn, '{ refreshToken }')).refreshToken;
    },
  };
}

/** The two warehouses of the demo data. */
export const [WAREHOUSE, OTHER_WAREHOUSE] = [demoId('warehouse', 1), demoId('warehouse', 2)];
