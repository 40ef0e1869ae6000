import { codeOf, conflict } from '@holdfast/kit-base/errors';
import type { Caller } from '@holdfast/kit-base/identity';
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import type { OrdersCollection } from '../database/orderDocument.ts';
import type { OrderWrites } from '../database/orderWrites.ts';
import type { Order } from '../domain/order.ts';
import { transition } from '../domain/transition.ts';
import { begin, type SagaDependencies } from '../saga/engine.ts';
import { leaseFrom } from '../saga/lease.ts';
import { isFault, READ_RETRIES, waitToRetry } from '../saga/retry.ts';
import { STEP_NAMES } from '../saga/steps/steps.ts';
import { joinOrder, runOrJoin } from '../saga/takeOver.ts';
import { fingerprint } from './domain/fingerprint.ts';
import { newOrder, type OrderRequest } from './domain/newOrder.ts';
import { findCustomer, findProducts } from './lookups.ts';
import { findOrderByKey, insertOrder } from './queries.ts';

export interface PlaceOrderDependencies extends SagaDependencies {
  readonly orders: OrdersCollection;
  readonly writes: OrderWrites;
  readonly services: SagaDependencies['services'] & {
    readonly users: ServiceClient;
    readonly products: ServiceClient;
  };
  /** Milliseconds. */
  readonly requestTimeout: number;
}

export interface PlaceOrder extends OrderRequest {
  readonly customer: NonNullable<Caller['user']>;
  /** At most one of the two addresses is set. */
  readonly shippingAddressId: string | null;
  readonly shippingAddress: PostalAddress | null;
}

/**
 * Places an order and runs its saga to the end, or as far as the request's deadline allows. When the customer
 * sends the same key again with the same input, returns the same order, and joins its saga if that has not
 * ended.
 * @throws BAD_USER_INPUT, NOT_FOUND or CONFLICT, or the fault of a service that was needed before anything
 *   was done. In each case there is no order.
 */
export async function placeOrder(
  deps: PlaceOrderDependencies,
  command: PlaceOrder,
): Promise<{ order: Order; replayed: boolean }> {
  const deadline = deps.clock().getTime() + deps.requestTimeout;
  const { customer, ...input } = command;
  const print = fingerprint(input);
  const key = { customerId: customer.id, idempotencyKey: command.idempotencyKey };
  const earlier = await findOrderByKey(deps.orders, key);
  const order = earlier ?? (await createOrder(deps, command, print, deadline));
  if (order !== 'key taken' && order !== earlier)
    return { order: await runOrJoin(deps, order, deadline, { isBegun: true }), replayed: false };
  const known = order === 'key taken' ? await findOrderByKey(deps.orders, key) : order;
  if (!known) throw new Error('A key was taken and is gone: orders are never deleted.');
  if (known.fingerprint !== print) throw conflict('This idempotency key was used for another order.');
  return { order: await joinOrder(deps, known, deadline), replayed: true };
}

/** Validates and stores the order. From then on it will be carried out, whatever happens to this process. */
async function createOrder(
  deps: PlaceOrderDependencies,
  command: PlaceOrder,
  print: string,
  deadline: number,
): Promise<Order | 'key taken'> {
  const { products, contact, address } = await lookUp(deps, command, deadline);
  for (;;) {
    const now = deps.clock();
    const created = newOrder({
      id: deps.newId(),
      customerId: command.customer.id,
      contact,
      fingerprint: print,
      request: command,
      products,
      address,
      steps: STEP_NAMES,
      now,
      leaseUntil: leaseFrom(now),
    });
    const order = begin(created, now);
    const outcome = await insertOrder(deps.writes, transition(null, order, deps.newId));
    if (outcome === 'inserted') return order;
    if (outcome === 'key taken') return outcome;
  }
}

/** Reads the products and the customer at the same time, and retries while the services are away. */
async function lookUp(deps: PlaceOrderDependencies, command: PlaceOrder, deadline: number) {
  const { customer, lines, shippingAddress, shippingAddressId } = command;
  const ids = lines.map(({ productId }) => productId);
  const wanted = { customerId: customer.id, addressId: shippingAddressId };
  for (let attempt = 1; ; attempt++) {
    const timeout = Math.min(READ_RETRIES.callTimeout, deadline - deps.clock().getTime());
    const call = { user: customer, timeout };
    try {
      const [products, { contact, address }] = await Promise.all([
        findProducts(deps.services.products, ids, call),
        findCustomer(deps.services.users, wanted, call),
      ]);
      return { products, contact, address: address ?? shippingAddress };
    } catch (error) {
      if (codeOf(error) === undefined || !isFault(READ_RETRIES, error)) throw error;
      if (!(await waitToRetry(deps, READ_RETRIES, attempt, deadline))) throw error;
    }
  }
}
