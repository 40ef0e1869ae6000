/** A valid call of every operation. */

import { newUuid } from '@holdfast/kit-base/ids';
import { BERLIN, orderOf, PASSWORD } from '../e2e/shop.ts';
import type { Caller } from './caller.ts';
import { OTHER_WAREHOUSE, WAREHOUSE, type World } from './world.ts';

export interface ValidCall {
  /**
   * The arguments. They name things of the customer or the vendor, made for this call alone when it changes
   * them.
   */
  readonly variables: (
    world: World,
    caller: Caller,
  ) => Record<string, unknown> | Promise<Record<string, unknown>>;
  /** Present when the call changes the caller's account, so that it needs a fresh one. */
  readonly changesCaller?: true;
}

const none: ValidCall = { variables: () => ({}) };
const call = (variables: ValidCall['variables'], more: Omit<ValidCall, 'variables'> = {}): ValidCall => ({
  variables,
  ...more,
});

const email = () => `${newUuid()}@test.test`;
const name = () => `Thing ${newUuid()}`;
const newPassword = 'another horse battery';
let thresholds = 0;
const price = { amount: '12.34', currency: 'USD' };
const addressInput = { label: 'Home', address: BERLIN };

const addressOfCustomer = async ({ run, callers }: World) =>
  (await run(callers.customer, 'addAddress', { input: addressInput }, '{ id }')).id;
const ofVendor = ({ shop, callers }: World, more = {}) =>
  shop.product(0, { sellerId: callers.vendor.userId, ...more });
const ofOtherVendor = async (world: World) =>
  world.shop.product(0, { sellerId: await world.account(['VENDOR']) });
const category = async ({ run, callers }: World) =>
  (await run(callers.staff, 'createCategory', { input: { name: name() } }, '{ id }')).id;

const updateOf = (product: (world: World) => Promise<string>) =>
  call(async (world) => ({ id: await product(world), expectedVersion: 1, input: { name: name() } }));
const priceChangeOf = (product: (world: World) => Promise<string>) =>
  call(async (world) => ({ id: await product(world), expectedVersion: 1, price }));

/** By the operation's name, which a variant follows after a space. */
export const CALLS: Readonly<Record<`${'Query' | 'Mutation'}.${string}`, ValidCall>> = {
  'Query.me': none,
  'Query.user': call(({ callers }) => ({ id: callers.customer.userId })),
  'Query.user oneself': call((_, caller) => ({ id: caller.userId })),
  'Query.users': call(() => ({ first: 1, search: 'Test' })),
  'Query.accountExists': call(() => ({ email: email() })),
  'Query.product': call(({ things: { product } }) => ({ id: product })),
  'Query.product draft of the vendor': call(async (world) => ({
    id: await ofVendor(world, { status: 'DRAFT' }),
  })),
  'Query.products': call(() => ({ first: 1, filter: { search: 'coffee' } })),
  'Query.products drafts of the vendor': call(({ callers }) => ({
    filter: { status: 'DRAFT', sellerId: callers.vendor.userId },
  })),
  'Query.products drafts of everybody': call(() => ({ filter: { status: 'DRAFT' } })),
  'Query.categories': none,
  'Query.category': call(({ things }) => ({ id: things.category })),
  'Query.warehouses': none,
  'Query.stockItems': call(({ things: { product } }) => ({ first: 1, productId: product })),
  'Query.lowStock': call(() => ({ first: 1 })),
  'Query.stockMovements': call(({ things: { product } }) => ({ first: 1, productId: product })),
  'Query.reservation': call(async (world) => ({ id: await world.reservation() })),
  'Query.order': call(({ things }) => ({ id: things.order })),
  'Query.orders': call(({ callers }) => ({ first: 1, filter: { userId: callers.customer.userId } })),
  'Query.saga': call(({ things }) => ({ id: things.order })),
  'Query.quote': call(({ things: { product } }) => ({ lines: [{ productId: product, quantity: 1 }] })),
  'Query.salesByDay': call(() => ({ first: 1 })),
  'Query.salesByProduct': call(() => ({ first: 1 })),
  'Query.salesByCategory': call(() => ({ first: 1 })),
  'Query.bestSellers': call(() => ({ first: 1 })),
  'Query.auditTrail': call(() => ({ first: 1 })),
  'Query.reportsStatus': none,

  'Mutation.register': call(() => ({ input: { email: email(), password: PASSWORD, name: 'New' } })),
  'Mutation.login': call(() => ({ email: 'bob@demo.test', password: 'holdfast-demo' })),
  'Mutation.refreshSession': call(async (world) => ({ refreshToken: await world.refreshToken() })),
  'Mutation.logout': call(async (world) => ({ refreshToken: await world.refreshToken() })),
  'Mutation.updateProfile': call(() => ({ input: { name: 'Test Customer' } })),
  'Mutation.changePassword': call(() => ({ currentPassword: PASSWORD, newPassword }), {
    changesCaller: true,
  }),
  'Mutation.requestPasswordReset': call(() => ({ email: email() })),
  'Mutation.resetPassword': call(async (world) => ({
    token: await world.mailedToken('PasswordResetRequested'),
    newPassword,
  })),
  'Mutation.verifyEmail': call(async (world) => ({
    token: await world.mailedToken('EmailVerificationRequested'),
  })),
  'Mutation.addAddress': call(() => ({ input: addressInput }), { changesCaller: true }),
  'Mutation.updateAddress': call(({ things }) => ({ id: things.address, input: addressInput })),
  'Mutation.removeAddress': call(async (world) => ({ id: await addressOfCustomer(world) })),
  'Mutation.setUserRoles': call(async (world) => ({ userId: await world.account(), roles: ['VENDOR'] })),

  'Mutation.createProduct': call(() => ({ input: { sku: `T-${newUuid()}`, name: name(), price } })),
  'Mutation.updateProduct': updateOf(ofVendor),
  'Mutation.updateProduct of another vendor': updateOf(ofOtherVendor),
  'Mutation.changePrice': priceChangeOf(ofVendor),
  'Mutation.changePrice of another vendor': priceChangeOf(ofOtherVendor),
  'Mutation.archiveProduct': call(async (world) => ({ id: await ofVendor(world) })),
  'Mutation.archiveProduct of another vendor': call(async (world) => ({ id: await ofOtherVendor(world) })),
  'Mutation.createCategory': call(() => ({ input: { name: name() } })),
  'Mutation.updateCategory': call(async (world) => ({ id: await category(world), input: { name: name() } })),
  'Mutation.deleteCategory': call(async (world) => ({ id: await category(world) })),

  'Mutation.createWarehouse': call(() => ({ code: newUuid().slice(-8).toUpperCase(), name: name() })),
  'Mutation.receiveStock': call(({ things: { product } }) => ({
    productId: product,
    warehouseId: WAREHOUSE,
    quantity: 1,
    reason: 'Bought',
    idempotencyKey: newUuid(),
  })),
  'Mutation.adjustStock': call(({ things: { product } }) => ({
    productId: product,
    warehouseId: WAREHOUSE,
    delta: 1,
    reason: 'Counted',
    idempotencyKey: newUuid(),
  })),
  'Mutation.transferStock': call(({ things: { product } }) => ({
    productId: product,
    fromWarehouseId: WAREHOUSE,
    toWarehouseId: OTHER_WAREHOUSE,
    quantity: 1,
    idempotencyKey: newUuid(),
  })),
  'Mutation.setReorderThreshold': call(({ things: { product } }) => ({
    productId: product,
    warehouseId: WAREHOUSE,
    // A new value each time, because setting the same threshold again changes nothing.
    threshold: ++thresholds,
  })),
  'Mutation.reserveStock': call(({ things: { product } }) => ({
    reference: newUuid(),
    lines: [{ productId: product, quantity: 1 }],
  })),
  'Mutation.confirmReservation': call(async (world) => ({ id: await world.reservation() })),
  'Mutation.releaseReservation': call(async (world) => ({ id: await world.reservation(), reason: 'Late' })),

  'Mutation.topUpWallet': call(({ callers }) => ({
    userId: callers.customer.userId,
    amount: price,
    idempotencyKey: newUuid(),
  })),
  'Mutation.placeOrder': call(({ things: { product } }) => orderOf(product)),
  'Mutation.placeOrder to an address of the customer': call(({ things }) =>
    orderOf(things.product, 1, { shippingAddress: null, shippingAddressId: things.address }),
  ),
  'Mutation.cancelOrder': call(async (world) => ({ id: await world.order(), reason: 'Changed my mind' })),
  'Mutation.updateOrderStatus': call(async (world) => ({ id: await world.order(), status: 'SHIPPED' })),
};
