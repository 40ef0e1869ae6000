/** Performs a plan's actions of customers and staff. */
import { setTimeout as delay } from 'node:timers/promises';
import { BERLIN } from '../../e2e/shop.ts';
import type { Action, Change, Checkout } from '../plan/actions.ts';
import type { Reply, Request, Send } from './client.ts';
import type { Product } from './population.ts';
import type { Session } from './sessions.ts';
import { noteAnswer, noteOutcome, noteSent, type Witness } from './witness.ts';

export interface Cast {
  readonly send: Send;
  readonly witness: Witness;
  readonly sessions: readonly Session[];
  readonly staff: Session;
  readonly products: readonly Product[];
}

const PLACE =
  'mutation ($input: PlaceOrderInput!) { placeOrder(input: $input) { order { id status rejection { code } } } }';
const CANCEL =
  'mutation ($id: ID!) { changed: cancelOrder(id: $id, reason: "changed my mind") { id status } }';
const MOVE =
  'mutation ($id: ID!, $status: OrderStatus!) { changed: updateOrderStatus(id: $id, status: $status) { id status } }';

/** The pauses before each retry of a client whose answer was lost, in milliseconds. */
const RETRY_PAUSES = [300, 1_200, 3_000] as const;

export async function act(cast: Cast, action: Action): Promise<void> {
  switch (action.kind) {
    case 'checkout':
      return checkout(cast, action);
    case 'refresh':
      return cast.sessions[action.customer]!.refresh();
    case 'cancel':
    case 'ship':
    case 'deliver':
      return change(cast, action);
    default:
      return action satisfies never;
  }
}

async function checkout(cast: Cast, action: Checkout): Promise<void> {
  const { customer } = cast.sessions[action.customer]!;
  const sent = noteSent(cast.witness, customer.id, action.key);
  const place = async () => {
    const reply = await sendWithRetries(cast, 'place', action.leavesAfter, (leavesAfter) => ({
      document: PLACE,
      variables: { input: inputOf(cast, action) },
      token: cast.sessions[action.customer]!.token(),
      leavesAfter,
    }));
    if (reply.kind !== 'answer') return noteOutcome(cast.witness, 'place', outcomeOf(reply));
    const { order } = reply.data.placeOrder;
    sent.orderIds.add(order.id);
    noteAnswer(cast.witness, order.id, order.status);
    noteOutcome(cast.witness, 'place', order.rejection?.code ?? order.status);
  };
  const all = [place()];
  if (action.twice) all.push(place());
  if (action.againAfter !== null) all.push(delay(action.againAfter).then(place));
  await Promise.all(all);
}

function inputOf({ products }: Cast, { key, lines, country }: Checkout): object {
  return {
    idempotencyKey: key,
    lines: lines.map(({ product, quantity }) => ({ productId: products[product]!.id, quantity })),
    shippingAddress: { ...BERLIN, country },
  };
}

/**
 * Sends until there is an answer or the retries are spent. A client that disconnects does so on the first try
 * only.
 */
async function sendWithRetries(
  { send, witness }: Cast,
  operation: string,
  leavesAfter: number | null,
  request: (leavesAfter: number | null) => Request,
): Promise<Reply> {
  let reply = await send(request(leavesAfter));
  for (const wait of RETRY_PAUSES) {
    if (reply.kind !== 'lost') break;
    noteOutcome(witness, operation, outcomeOf(reply));
    await delay(wait);
    reply = await send(request(null));
  }
  return reply;
}

async function change(cast: Cast, { kind, pick }: Change): Promise<void> {
  const { witness, sessions, staff } = cast;
  const known = [...witness.sent.values()].flatMap(({ customerId, orderIds }) =>
    [...orderIds].map((id) => ({ id, customerId })),
  );
  const order = known[Math.floor(pick * known.length)];
  if (!order) return noteOutcome(witness, kind, 'no order yet');
  const owner = sessions.find(({ customer }) => customer.id === order.customerId)!;
  if (kind === 'cancel') witness.cancelAsked.add(order.id);
  else witness.shipAsked.add(order.id);
  const reply = await sendWithRetries(cast, kind, null, () =>
    kind === 'cancel'
      ? { document: CANCEL, variables: { id: order.id }, token: owner.token() }
      : {
          document: MOVE,
          variables: { id: order.id, status: kind === 'ship' ? 'SHIPPED' : 'DELIVERED' },
          token: staff.token(),
        },
  );
  if (reply.kind === 'answer') noteAnswer(witness, order.id, reply.data.changed.status);
  noteOutcome(witness, kind, reply.kind === 'answer' ? reply.data.changed.status : outcomeOf(reply));
}

function outcomeOf(reply: Exclude<Reply, { kind: 'answer' }>): string {
  return reply.kind === 'left' ? 'client left' : `${reply.kind} (${reply.code})`;
}
