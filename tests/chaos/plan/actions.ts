/** Plans the actions of customers and staff. */
import type { Random } from './random.ts';

export interface Checkout {
  readonly kind: 'checkout';
  /** Milliseconds from the beginning. */
  readonly at: number;
  /** The index of the customer in the population; likewise the products below. */
  readonly customer: number;
  readonly lines: readonly { readonly product: number; readonly quantity: number }[];
  readonly key: string;
  readonly country: 'DE' | 'AQ';
  /** True when the same request is sent twice at once. */
  readonly twice: boolean;
  /** Milliseconds after which the request is sent once more; null for never. */
  readonly againAfter: number | null;
  /** Milliseconds after which the client disconnects; null for a client that waits. */
  readonly leavesAfter: number | null;
}

/**
 * A change of an order that is known by then. `pick` selects it: its relative position, from 0 to below 1.
 */
export interface Change {
  readonly kind: 'cancel' | 'ship' | 'deliver';
  readonly at: number;
  readonly pick: number;
}

export interface Refresh {
  readonly kind: 'refresh';
  readonly at: number;
  readonly customer: number;
}

export type Action = Checkout | Change | Refresh;

/** Numbers of customers. Those with enough money come first. */
export const CUSTOMERS = { rich: 5, poor: 2 } as const;
/** Initial units of each product for each second of the run. The first products soon sell out. */
export const STOCK_A_SECOND = [0.15, 0.5, 1, 3] as const;

const ALL_CUSTOMERS = CUSTOMERS.rich + CUSTOMERS.poor;
/** At most this many milliseconds pass between two actions. */
const PAUSE = 360;

export function planActions(random: Random, length: number): Action[] {
  const actions: Action[] = [];
  for (let at = 200; at < length; at += random.between(20, PAUSE)) {
    actions.push(planAction(random, at, actions.length));
  }
  return actions;
}

function planAction(random: Random, at: number, n: number): Action {
  const dice = random.next();
  if (dice < 0.7) return planCheckout(random, at, n);
  if (dice < 0.84) return { kind: 'cancel', at, pick: random.next() };
  if (dice < 0.91) return { kind: random.chance(0.7) ? 'ship' : 'deliver', at, pick: random.next() };
  return { kind: 'refresh', at, customer: random.between(0, ALL_CUSTOMERS - 1) };
}

function planCheckout(random: Random, at: number, n: number): Checkout {
  const last = STOCK_A_SECOND.length - 1;
  const products = Array.from({ length: random.chance(0.3) ? random.between(2, 3) : 1 }, () =>
    random.between(0, last),
  );
  return {
    kind: 'checkout',
    at,
    customer: random.between(0, ALL_CUSTOMERS - 1),
    lines: products.map((product) => ({ product, quantity: random.between(1, 2) })),
    key: `basket ${n}`,
    country: random.chance(0.04) ? 'AQ' : 'DE',
    twice: random.chance(0.2),
    againAfter: random.chance(0.2) ? random.between(100, 4_000) : null,
    leavesAfter: random.chance(0.15) ? random.between(5, 400) : null,
  };
}
