/** VALIDATE_ORDER as a pure decision: turns a customer's request and the current products into an order. */

import { badUserInput } from '@holdfast/kit-base/errors';
import { isCountry } from '@holdfast/kit-values/country';
import { equal, formatMoney, type Money } from '@holdfast/kit-values/money';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import {
  type Contact,
  needsShipping,
  type Order,
  type OrderLine,
  type Rejection,
} from '../../domain/order.ts';
import { completeStep, endSaga, refuseStep, startStep, VALIDATE_ORDER } from '../../saga/domain/saga.ts';
import { type ProductNow, priceLines, type RequestedLine } from './priceLines.ts';

/** A customer's request, valid in itself. */
export interface OrderRequest {
  readonly idempotencyKey: string;
  /** Lines for the same product have been merged. */
  readonly lines: readonly RequestedLine[];
  readonly expectedTotal: Money | null;
}

export interface NewOrder {
  readonly id: string;
  readonly customerId: string;
  readonly contact: Contact;
  readonly fingerprint: string;
  readonly request: OrderRequest;
  readonly products: ReadonlyMap<string, ProductNow>;
  readonly address: PostalAddress | null;
  /** The steps after VALIDATE_ORDER, in sequence. */
  readonly steps: readonly string[];
  readonly now: Date;
  /** The end of the lease of the process that places the order. */
  readonly leaseUntil: Date;
}

/**
 * Creates the order: PENDING with VALIDATE_ORDER completed, or REJECTED.
 * @throws BAD_USER_INPUT when no order can be created: for an unknown product, two currencies, a missing
 *   address, or a stored address whose country does not exist.
 */
export function newOrder(command: NewOrder): Order {
  const { id, customerId, contact, fingerprint, request, now, leaseUntil } = command;
  const { lines, total } = priceLines(request.lines, command.products, ['input', 'lines']);
  const shipped = needsShipping(lines);
  if (shipped && !command.address) {
    const message = 'This order has goods to ship. Give a shipping address.';
    throw badUserInput([{ path: ['input', 'shippingAddress'], message }]);
  }
  if (shipped && command.address && !isCountry(command.address.country)) {
    // The address was stored before countries were checked. Its owner can correct it in the address book.
    const message = `The country ${command.address.country} does not exist. Correct the address first.`;
    throw badUserInput([{ path: ['input', 'shippingAddressId'], message }]);
  }
  const steps = [VALIDATE_ORDER, ...command.steps].map((name) => ({
    name,
    status: 'PENDING' as const,
    attempts: 0,
    compensations: 0,
    startedAt: null,
    finishedAt: null,
    error: null,
  }));
  const order: Order = {
    id,
    number: orderNumber(id, now),
    customerId,
    contact,
    idempotencyKey: request.idempotencyKey,
    fingerprint,
    status: 'PENDING',
    lines,
    total,
    shippingAddress: shipped ? command.address : null,
    rejection: null,
    cancellation: null,
    reservationId: null,
    heldUntil: null,
    paymentId: null,
    shipment: null,
    saga: {
      status: 'RUNNING',
      steps,
      startedAt: now,
      finishedAt: null,
      lease: { token: 1, until: leaseUntil },
      trouble: null,
      retryAt: leaseUntil,
    },
    history: [{ status: 'PENDING', at: now, actor: customerId, reason: null }],
    placedAt: now,
    updatedAt: now,
  };
  const validating = startStep(order, VALIDATE_ORDER, now);
  const rejection = rejectionOf(command, lines, total);
  if (rejection) return endSaga(refuseStep(validating, VALIDATE_ORDER, { rejection }, now), now);
  return completeStep(validating, VALIDATE_ORDER, {}, now);
}

function rejectionOf(
  { request, products }: NewOrder,
  lines: readonly OrderLine[],
  total: Money,
): Rejection | undefined {
  const gone = lines.filter(({ productId }) => !products.get(productId)?.onSale);
  if (gone.length > 0) {
    const names = gone.map(({ name }) => name).join(', ');
    return { code: 'PRODUCT_UNAVAILABLE', message: `Not on sale: ${names}.`, shortages: [] };
  }
  const { expectedTotal } = request;
  if (expectedTotal && !equal(expectedTotal, total)) {
    const { amount, currency } = formatMoney(total);
    return { code: 'PRICE_CHANGED', message: `The total is now ${amount} ${currency}.`, shortages: [] };
  }
  return undefined;
}

/** Crockford's base 32, which has no letter that looks like a digit. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Returns a number for people, such as HF-20261120-7Q4K2: the day (UTC), and 25 of the random bits of the
 * order's UUIDv7.
 */
export function orderNumber(id: string, placedAt: Date): string {
  const day = placedAt.toISOString().slice(0, 10).replaceAll('-', '');
  const random = Number.parseInt(id.slice(-7), 16);
  const digits = [20, 15, 10, 5, 0].map((shift) => DIGITS[(random >>> shift) & 31]);
  return `HF-${day}-${digits.join('')}`;
}
