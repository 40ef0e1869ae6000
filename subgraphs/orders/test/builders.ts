/** Test data builders: each returns a valid value, whose fields a test overrides where they matter. */
import { newUuid } from '@holdfast/kit-base/ids';
import type { Money } from '@holdfast/kit-values/money';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import { type NewOrder, newOrder, type OrderRequest } from '../src/checkout/domain/newOrder.ts';
import type { ProductNow } from '../src/checkout/domain/priceLines.ts';
import type { PlaceOrder } from '../src/checkout/placeOrder.ts';
import type { Contact, Order } from '../src/domain/order.ts';
import { STEP_NAMES } from '../src/saga/steps/steps.ts';

/** The product that is ordered unless a test says otherwise. It costs 10 USD. */
export const PRODUCT = newUuid();
/** A DIGITAL product: unlimited, and not shipped. */
export const BOOK = newUuid();
export const SEAT = newUuid();
/** A product that is no longer on sale. */
export const ARCHIVED = newUuid();

export const CONTACT: Contact = { email: 'alice@demo.test', name: 'Alice' };

export const NOW = new Date('2026-11-20T12:00:00.000Z');

export function usd(minor: bigint): Money {
  return { minor, currency: 'USD' };
}

export function buildAddress(overrides: Partial<PostalAddress> = {}): PostalAddress {
  return {
    recipient: 'A',
    line1: 'b',
    line2: null,
    city: 'c',
    region: null,
    postalCode: '10115',
    country: 'DE',
    ...overrides,
  };
}

/** A product as the products subgraph describes it. */
export function buildProduct(overrides: Partial<ProductNow> = {}): ProductNow {
  return {
    id: newUuid(),
    sku: 'S',
    name: 'Thing',
    kind: 'PHYSICAL',
    onSale: true,
    price: usd(1000n),
    ...overrides,
  };
}

/** The command of a customer who buys two units of `PRODUCT`. */
export function buildPlaceOrder(overrides: Partial<PlaceOrder> = {}): PlaceOrder {
  return {
    customer: { id: newUuid(), roles: ['CUSTOMER'] },
    idempotencyKey: newUuid(),
    lines: [{ productId: PRODUCT, quantity: 2 }],
    expectedTotal: null,
    shippingAddressId: null,
    shippingAddress: buildAddress(),
    ...overrides,
  };
}

interface OrderOverrides extends Partial<Omit<NewOrder, 'products' | 'request'>> {
  /** The known products, of each of which the order has two units. */
  readonly products?: readonly ProductNow[];
  readonly request?: Partial<OrderRequest>;
}

/** An order that was just placed, of two units of each product. */
export function buildOrder({
  products = [buildProduct()],
  request,
  ...overrides
}: OrderOverrides = {}): Order {
  return newOrder({
    id: newUuid(),
    customerId: newUuid(),
    contact: CONTACT,
    fingerprint: 'f',
    request: {
      idempotencyKey: 'k',
      lines: products.map(({ id }) => ({ productId: id, quantity: 2 })),
      expectedTotal: null,
      ...request,
    },
    products: new Map(products.map((each) => [each.id, each])),
    address: buildAddress(),
    steps: STEP_NAMES,
    now: NOW,
    leaseUntil: NOW,
    ...overrides,
  });
}
