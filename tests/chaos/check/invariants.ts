/** Invariants of the databases alone, once the faults have ended. */
import { type Invariant, SOLD } from './invariant.ts';
import { answersKept, oneOrderPerKey, sessionsKept } from './promises.ts';

const ENDED: ReadonlySet<string> = new Set([...SOLD, 'REJECTED', 'CANCELLED']);
const SAGA_ENDED: ReadonlySet<string> = new Set(['COMPLETED', 'COMPENSATED']);

const ordersEnd: Invariant = {
  name: 'every order ended',
  *check({ facts }) {
    for (const { _id, status, saga } of facts.orders) {
      if (ENDED.has(status) && SAGA_ENDED.has(saga.status)) continue;
      yield [`order ${_id} is ${status} and its saga is ${saga.status}`, [_id]];
    }
  },
};

const stockIsSold: Invariant = {
  name: 'sold units = stock gone',
  *check({ facts, population }) {
    const sold = facts.orders.filter(({ status }) => SOLD.has(status));
    for (const { id, units } of population.products) {
      const item = facts.stock.find(({ productId }) => productId === id);
      const buyers = sold.filter(({ lines }) => lines.some(({ productId }) => productId === id));
      const quantity = buyers
        .flatMap(({ lines }) => lines)
        .filter(({ productId }) => productId === id)
        .reduce((sum, line) => sum + line.quantity, 0);
      const gone = units - (item?.onHand ?? 0);
      if (gone === quantity && item?.reserved === 0) continue;
      const ids = facts.orders
        .filter(({ lines }) => lines.some(({ productId }) => productId === id))
        .map(({ _id }) => _id);
      yield [
        `product ${id}: ${gone} of ${units} units are gone, orders have ${quantity}; ${item?.reserved} are reserved`,
        ids,
      ];
    }
  },
};

const nothingHeld: Invariant = {
  name: 'no reservation without its order',
  *check({ facts }) {
    const orders = new Map(facts.orders.map((order) => [order._id, order]));
    for (const { id, reference, status, returned } of facts.reservations) {
      const order = orders.get(reference);
      const isSold = order !== undefined && SOLD.has(order.status);
      const keeps = status === 'CONFIRMED' && !returned;
      if (status !== 'ACTIVE' && keeps === isSold) continue;
      const what = `${status}${returned ? ', returned' : ''}`;
      yield [
        `reservation ${id} (${reference}) is ${what}, but its order is ${order?.status ?? 'unknown'}`,
        order ? [order._id] : [],
      ];
    }
    const kept = new Set(facts.reservations.map(({ reference }) => reference));
    for (const { _id, status } of facts.orders) {
      if (SOLD.has(status) && !kept.has(_id))
        yield [`order ${_id} is ${status} but has no reservation`, [_id]];
    }
  },
};

const walletsAddUp: Invariant = {
  name: 'balance + paid = money deposited',
  *check({ facts, population }) {
    for (const { id, money } of population.customers) {
      const own = facts.orders.filter(({ customerId }) => customerId === id);
      const paid = own
        .filter(({ status }) => SOLD.has(status))
        .reduce((sum, { total }) => sum + BigInt(total.minor), 0n);
      const wallet = facts.wallets.find(({ userId }) => userId === id);
      const { available = 0n, held = 0n } = wallet ?? {};
      if (available + paid === money && held === 0n) continue;
      yield [
        `wallet of ${id}: ${money} deposited, ${available} left, ${held} held; orders cost ${paid}`,
        own.map(({ _id }) => _id),
      ];
    }
  },
};

const paymentsFollow: Invariant = {
  name: 'every payment agrees with its order',
  *check({ facts }) {
    const payments = new Map(facts.payments.map((payment) => [payment.orderId, payment]));
    for (const { _id, status, total } of facts.orders) {
      const payment = payments.get(_id);
      const isTaken = payment?.status === 'CAPTURED' && payment.amount === BigInt(total.minor);
      const isOpen = payment?.status === 'AUTHORIZED' || payment?.status === 'CAPTURED';
      if (SOLD.has(status) ? isTaken : !isOpen) continue;
      yield [`order ${_id} is ${status}, but its payment is ${payment?.status ?? 'missing'}`, [_id]];
    }
  },
};

export const INVARIANTS: readonly Invariant[] = [
  ordersEnd,
  stockIsSold,
  nothingHeld,
  walletsAddUp,
  paymentsFollow,
  answersKept,
  oneOrderPerKey,
  sessionsKept,
];
