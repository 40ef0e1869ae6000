import { codeOf, conflict } from '@holdfast/kit-base/errors';
import type { Caller } from '@holdfast/kit-base/identity';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import type { Dependencies } from './dependencies.ts';
import { fingerprint } from './domain/fingerprint.ts';
import { newOrder, type OrderRequest } from './domain/newOrder.ts';
import type { Order } from './domain/order.ts';
import { transition } from './domain/transition.ts';
import { carryOut, joinOrder } from './saga/carryOn.ts';
import { leaseFrom } from './saga/lease.ts';
import { isFault, READING, waitToRetry } from './saga/retry.ts';
import { STEP_NAMES } from './saga/steps/steps.ts';
import { findOrderByKey } from './store/findOrders.ts';
import { insertOrder } from './store/insertOrder.ts';
import { findCustomer, findProducts } from './validateOrder.ts';

export interface PlaceOrder extends OrderRequest {
  readonly customer: NonNullable<Caller['user']>;
  /** One of the two, or neither. */
  readonly shippingAddressId: string | null;
  readonly shippingAddress: PostalAddress | null;
}

/**
 * Places an order and carries it to its end, or as far as the request's deadline allows. The customer's key again,
 * with the same input, gives the same order, and joins its saga when that is still going on.
 * @throws BAD_USER_INPUT, NOT_FOUND or CONFLICT, or a fault of a service that was needed before anything was done:
 *   then there is no order.
 */
export async function placeOrder(
  deps: Dependencies,
  command: PlaceOrder,
): Promise<{ order: Order; replayed: boolean }> {
  const deadline = deps.clock().getTime() + deps.requestDeadline;
  const { customer, ...input } = command;
  const print = fingerprint(input);
  const key = { customerId: customer.id, idempotencyKey: command.idempotencyKey };
  const earlier = await findOrderByKey(deps.orders, key);
  const order = earlier ?? (await makeOrder(deps, command, print, deadline));
  if (order !== 'key taken' && order !== earlier)
    return { order: await carryOut(deps, order, deadline), replayed: false };
  const known = order === 'key taken' ? await findOrderByKey(deps.orders, key) : order;
  if (!known) throw new Error('A key was taken and is gone: orders are never deleted.');
  if (known.fingerprint !== print) throw conflict('This idempotency key was used for another order.');
  return { order: await joinOrder(deps, known, deadline), replayed: true };
}

/** Validates, and writes the order down: from then on it will be carried out, whatever happens to this process. */
async function makeOrder(
  deps: Dependencies,
  command: PlaceOrder,
  print: string,
  deadline: number,
): Promise<Order | 'key taken'> {
  const { products, contact, address } = await gather(deps, command, deadline);
  for (;;) {
    const now = deps.clock();
    const order = newOrder({
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
    const outcome = await insertOrder(deps.orders, transition(null, order, deps.newId));
    if (outcome === 'inserted') return order;
    if (outcome === 'key taken') return outcome;
  }
}

async function gather(deps: Dependencies, command: PlaceOrder, deadline: number) {
  const { customer, lines, shippingAddress, shippingAddressId } = command;
  for (let attempt = 1; ; attempt++) {
    const timeout = Math.min(READING.callTimeout, deadline - deps.clock().getTime());
    const call = { user: customer, timeout };
    try {
      const [products, { contact, address }] = await Promise.all([
        findProducts(
          deps.services,
          lines.map(({ productId }) => productId),
          call,
        ),
        findCustomer(deps.services, { customerId: customer.id, addressId: shippingAddressId }, call),
      ]);
      return { products, contact, address: address ?? shippingAddress };
    } catch (error) {
      if (codeOf(error) === undefined || !isFault(READING, error)) throw error;
      if (!(await waitToRetry(deps, READING, attempt, deadline))) throw error;
    }
  }
}
