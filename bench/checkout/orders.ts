/** Orders as clients send them, and what their answers mean. */
import { newUuid } from '../../kit/base/src/ids.ts';
import { type Client, parse } from './client.ts';
import type { Buyer, Goods } from './goods.ts';
import type { Cell } from './mixes.ts';

/** An order that a buyer sends, perhaps several times. */
export interface Order {
  readonly buyer: Buyer;
  /** The units by product. */
  readonly units: ReadonlyMap<string, number>;
  /** The request's body. */
  readonly body: string;
}

/**
 * - `CONFIRMED`, or `REJECTED` and the code of the rejection;
 * - another status, of an order that will still be carried out;
 * - for an error its code, the status of HTTP or `no answer`. Perhaps there is an order.
 */
export type Outcome = string;

export interface Answer {
  readonly order: Order;
  readonly outcome: Outcome;
  /** Milliseconds, by performance.now(). */
  readonly at: number;
  readonly ms: number;
  /** The status of HTTP; 0 for no answer. */
  readonly status: number;
}

const PLACE_ORDER = `mutation PlaceOrder($input: PlaceOrderInput!) {
  placeOrder(input: $input) {
    order {
      id number status total { amount currency }
      lines { quantity product { name } }
      payment { status }
      rejection { code }
    }
  }
}`;

const ADDRESS = {
  ...{ recipient: 'Test Customer', line1: 'Lindenstraße 12', city: 'Berlin' },
  ...{ postalCode: '10969', country: 'DE' },
};

export function newOrder(buyer: Buyer, products: readonly string[]): Order {
  const lines = products.map((productId) => ({ productId, quantity: 1 }));
  const input = { idempotencyKey: newUuid(), lines, shippingAddress: ADDRESS };
  return {
    buyer,
    units: new Map(products.map((productId) => [productId, 1])),
    body: JSON.stringify({ query: PLACE_ORDER, operationName: 'PlaceOrder', variables: { input } }),
  };
}

/** Draws the products of a buyer's next order: the first one from those of the cell, the others from all. */
export function drawProducts({ hot, many, empty }: Goods, { mix, products, lines }: Cell): string[] {
  const one = (all: readonly string[]) => all[Math.floor(Math.random() * all.length)] ?? '';
  const first =
    mix === 'refused' ? one(empty.slice(0, products)) : products === 1 ? hot : one(many.slice(0, products));
  const drawn = new Set([first]);
  while (drawn.size < lines) drawn.add(one(many));
  return [...drawn];
}

export async function place(client: Client, order: Order): Promise<Answer> {
  const began = performance.now();
  const response = await client.send(order.body, order.buyer.token).catch(() => undefined);
  const at = performance.now();
  const status = response?.status ?? 0;
  return { order, outcome: response ? outcomeOf(response) : 'no answer', at, ms: at - began, status };
}

interface PlaceOrderData {
  readonly placeOrder?: {
    readonly order: { readonly status: string; readonly rejection: { readonly code: string } | null };
  } | null;
}

function outcomeOf(response: { status: number; body: string }): Outcome {
  const { status, data, errors } = parse(response);
  const order = (data as PlaceOrderData | undefined)?.placeOrder?.order;
  if (!order) return errors?.[0]?.extensions?.code ?? `HTTP ${status}`;
  return order.rejection ? `${order.status} ${order.rejection.code}` : order.status;
}

const isFinal = (outcome: Outcome) => outcome === 'CONFIRMED' || outcome.startsWith('REJECTED ');

/** Sends orders that were not decided yet again, with the same key, until all are. */
export async function settle(client: Client, answers: readonly Answer[], timeout: number): Promise<Answer[]> {
  const deadline = performance.now() + timeout;
  const settled: Answer[] = [];
  for (let answer of answers) {
    while (!isFinal(answer.outcome)) {
      if (performance.now() > deadline)
        throw new Error(`An order is still ${answer.outcome} after ${timeout} ms.`);
      answer = await place(client, answer.order);
    }
    settled.push(answer);
  }
  return settled;
}
