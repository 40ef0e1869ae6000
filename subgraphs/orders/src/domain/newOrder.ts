/** VALIDATE_ORDER as a pure decision: from what a customer asks for and what there is, to an order. */

import { badUserInput } from '@holdfast/kit-base/errors';
import { isCountry } from '@holdfast/kit-values/country';
import { equal, formatMoney, type Money } from '@holdfast/kit-values/money';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import { type Contact, needsShipping, type Order, type OrderLine, type Rejection } from './order.ts';
import { orderNumber } from './orderNumber.ts';
import { type ProductNow, priceLines, type RequestedLine } from './priceLines.ts';
import { begin, complete, end, refuse, VALIDATE_ORDER } from './saga.ts';

/** What a customer asks for, valid in itself. */
export interface OrderRequest {
  readonly idempotencyKey: string;
  /** Lines of one product are added up already. */
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
  /** The steps after this one, in their sequence. */
  readonly steps: readonly string[];
  readonly now: Date;
  /** Until when the process that places it has the lease. */
  readonly leaseUntil: Date;
}

/**
 * Makes the order: PENDING with VALIDATE_ORDER done, or REJECTED.
 * @throws BAD_USER_INPUT for what no order can be made of: an unknown product, two currencies, no address, or a
 *   stored one in no country.
 */
export function newOrder(command: NewOrder): Order {
  const { id, customerId, contact, fingerprint, request, now, leaseUntil } = command;
  const { lines, total } = priceLines(request.lines, command.products, ['input', 'lines']);
  const shipped = needsShipping(lines);
  if (shipped && !command.address) {
    throw badUserInput([
      { path: ['input', 'shippingAddress'], message: 'Something is to be shipped: say where to.' },
    ]);
  }
  if (shipped && command.address && !isCountry(command.address.country)) {
    // One from before countries were checked: whoever has it in their book can put it right.
    const message = `There is no country ${command.address.country}: change the address first.`;
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
  const validating = begin(order, VALIDATE_ORDER, now);
  const rejection = rejectionOf(command, lines, total);
  if (rejection) return end(refuse(validating, VALIDATE_ORDER, { rejection }, now), now);
  return complete(validating, VALIDATE_ORDER, {}, now);
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
    return { code: 'PRICE_CHANGED', message: `The total is ${amount} ${currency} now.`, shortages: [] };
  }
  return undefined;
}
