/** VALIDATE_ORDER as a pure decision: from what a customer asks for and what there is, to an order. */
import { badUserInput, type Problem } from '@holdfast/kit/errors';
import { add, equal, formatMoney, isWithinLimit, type Money, times } from '@holdfast/kit/money';
import type { PostalAddress } from '@holdfast/kit/postalAddress';
import { needsShipping, type Order, type OrderLine, type ProductKind, type Rejection } from './order.ts';
import { orderNumber } from './orderNumber.ts';
import { begin, complete, end, refuse, STEP_NAMES } from './saga.ts';

/** What a customer asks for, valid in itself. */
export interface OrderRequest {
  readonly idempotencyKey: string;
  /** Lines of one product are added up already. */
  readonly lines: readonly { readonly productId: string; readonly quantity: number }[];
  readonly expectedTotal: Money | null;
}

/** A product as the products subgraph tells it now. */
export interface ProductNow {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  readonly kind: ProductKind;
  readonly onSale: boolean;
  readonly price: Money;
}

export interface NewOrder {
  readonly id: string;
  readonly customerId: string;
  readonly fingerprint: string;
  readonly request: OrderRequest;
  readonly products: ReadonlyMap<string, ProductNow>;
  readonly address: PostalAddress | null;
  readonly now: Date;
  /** Until when the process that places it has the lease. */
  readonly leaseUntil: Date;
}

/**
 * Makes the order: PENDING with VALIDATE_ORDER done, or REJECTED.
 * @throws BAD_USER_INPUT for what no order can be made of: an unknown product, two currencies, no address.
 */
export function newOrder(command: NewOrder): Order {
  const { id, customerId, fingerprint, request, now, leaseUntil } = command;
  const lines = request.lines.map((line, n) => orderLine(line, command.products.get(line.productId), n));
  const total = totalOf(lines);
  if (!isWithinLimit(total))
    throw badUserInput([{ path: ['input', 'lines'], message: 'The total is too large.' }]);
  const shipped = needsShipping(lines);
  if (shipped && !command.address) {
    throw badUserInput([
      { path: ['input', 'shippingAddress'], message: 'Something is to be shipped: say where to.' },
    ]);
  }
  const steps = STEP_NAMES.map((name) => ({
    name,
    status: 'PENDING' as const,
    attempts: 0,
    startedAt: null,
    finishedAt: null,
    error: null,
  }));
  const order: Order = {
    id,
    number: orderNumber(id, now),
    customerId,
    idempotencyKey: request.idempotencyKey,
    fingerprint,
    status: 'PENDING',
    lines,
    total,
    shippingAddress: shipped ? command.address : null,
    rejection: null,
    reservationId: null,
    paymentId: null,
    shipment: null,
    saga: {
      status: 'RUNNING',
      steps,
      startedAt: now,
      finishedAt: null,
      lease: { token: 1, until: leaseUntil },
    },
    history: [{ status: 'PENDING', at: now, actor: customerId, reason: null }],
    placedAt: now,
    updatedAt: now,
  };
  const validating = begin(order, 'VALIDATE_ORDER', now);
  const rejection = rejectionOf(command, lines, total);
  if (rejection) return end(refuse(validating, 'VALIDATE_ORDER', { rejection }, now), now);
  return complete(validating, 'VALIDATE_ORDER', {}, now);
}

function orderLine(
  { productId, quantity }: OrderRequest['lines'][number],
  product: ProductNow | undefined,
  n: number,
): OrderLine {
  if (!product) throw badUserInput([lineProblem(n, 'There is no such product.')]);
  const { sku, name, kind, price } = product;
  return { productId, sku, name, kind, unitPrice: price, quantity };
}

function totalOf(lines: readonly OrderLine[]): Money {
  return lines
    .map(({ unitPrice, quantity }) => times(unitPrice, quantity))
    .reduce((sum, line, n) => {
      if (line.currency === sum.currency) return add(sum, line);
      throw badUserInput([lineProblem(n, 'All products of an order must have prices in one currency.')]);
    });
}

function lineProblem(n: number, message: string): Problem {
  return { path: ['input', 'lines', n, 'productId'], message };
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
