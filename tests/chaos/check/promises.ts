/** Invariants of what the clients were answered. */
import type { FinalStatus } from '../drive/witness.ts';
import type { Invariant } from './invariant.ts';

/** The statuses that an order may have now, by the status that a client was answered. */
const MAY_BECOME: Readonly<Record<FinalStatus, ReadonlySet<string>>> = {
  CONFIRMED: new Set(['CONFIRMED', 'CANCELLED', 'SHIPPED', 'DELIVERED']),
  SHIPPED: new Set(['SHIPPED', 'DELIVERED']),
  DELIVERED: new Set(['DELIVERED']),
  CANCELLED: new Set(['CANCELLED']),
  REJECTED: new Set(['REJECTED']),
};

export const answersKept: Invariant = {
  name: 'answers still hold',
  *check({ facts, witness }) {
    const orders = new Map(facts.orders.map((order) => [order._id, order]));
    for (const { orderId, status, at } of witness.answers) {
      const now = orders.get(orderId)?.status;
      if (now !== undefined && MAY_BECOME[status].has(now)) continue;
      yield [
        `order ${orderId} was answered as ${status} at ${at.toISOString()} but is ${now ?? 'gone'}`,
        [orderId],
      ];
    }
    for (const { _id, status } of facts.orders) {
      if (status === 'CANCELLED' && !witness.cancelAsked.has(_id))
        yield [`order ${_id} is CANCELLED, but no client asked for that`, [_id]];
      if ((status === 'SHIPPED' || status === 'DELIVERED') && !witness.shipAsked.has(_id))
        yield [`order ${_id} is ${status}, but no client asked for that`, [_id]];
    }
  },
};

export const oneOrderPerKey: Invariant = {
  name: 'one order per idempotency key',
  *check({ facts, witness }) {
    for (const { customerId, key, orderIds } of witness.sent.values()) {
      const stored = facts.orders
        .filter((order) => order.customerId === customerId && order.idempotencyKey === key)
        .map(({ _id }) => _id);
      const all = new Set([...stored, ...orderIds]);
      if (all.size > 1) yield [`key "${key}" of customer ${customerId} has ${all.size} orders`, [...all]];
    }
    for (const { _id, customerId, idempotencyKey } of facts.orders) {
      if (!witness.sent.has(`${customerId} ${idempotencyKey}`))
        yield [`order ${_id} has a key that no client sent: ${idempotencyKey}`, [_id]];
    }
  },
};

export const sessionsKept: Invariant = {
  name: 'no session lost by refreshing',
  *check({ witness }) {
    for (const email of witness.lostSessions) yield [`lost the session of ${email}`, []];
  },
};
