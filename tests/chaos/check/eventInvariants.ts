/** What has to hold of events: of what was told, and of what those made of it who listen. */

import { typeOf } from '@holdfast/kit-events/event';
import type { Population } from '../drive/population.ts';
import { TELLS } from '../shop/ear.ts';
import type { EventFacts } from './eventFacts.ts';
import type { Facts, OrderFact } from './facts.ts';
import { type Invariant, SOLD } from './invariant.ts';

export interface EventEvidence {
  readonly facts: Facts;
  readonly events: EventFacts;
  readonly population: Population;
}

type EventInvariant = Invariant<EventEvidence>;

const toldIsTrue: EventInvariant = {
  name: 'what was told of an order happened',
  *check({ facts, events }) {
    const orders = new Map(facts.orders.map((order) => [order._id, order]));
    for (const event of events.told) {
      const order = orders.get(event.subject);
      const happened = order?.history.some(
        ({ status, at }) => TELLS[status] === typeOf(event) && at.toISOString() === event.time,
      );
      if (!happened)
        yield [
          `${typeOf(event)} ${event.id} of ${event.time} tells of order ${event.subject}, which is ${order?.status ?? 'not there'}`,
          [event.subject],
        ];
    }
  },
};

const allIsTold: EventInvariant = {
  name: 'all of an order is told, once and in its sequence',
  *check({ facts, events }) {
    const told = Map.groupBy(events.told, ({ subject }) => subject);
    for (const { _id, history } of facts.orders) {
      const happened = history.map(({ status }) => TELLS[status]).join(' ');
      const heard = (told.get(_id) ?? []).map(typeOf).join(' ');
      if (heard !== happened) yield [`order ${_id} went ${happened}; told was ${heard || 'nothing'}`, [_id]];
    }
  },
};

const nothingWaits: EventInvariant = {
  name: 'no event stays in an outbox',
  *check({ events }) {
    for (const [service, count] of events.waiting) {
      if (count > 0) yield [`${service} has ${count} with events that are not published`, []];
    }
  },
};

const allIsHandled: EventInvariant = {
  name: 'every event is handled',
  *check({ events }) {
    for (const [consumer, count] of events.pending) yield [`${consumer} has ${count} to handle`, []];
  },
};

const nothingDead: EventInvariant = {
  name: 'no dead letters',
  *check({ events }) {
    for (const { consumer, event, error } of events.deadLetters)
      yield [`${consumer} failed at ${typeOf(event)} of ${event.subject}: ${error}`, []];
  },
};

const listsKnowStock: EventInvariant = {
  name: 'lists know what is in stock',
  *check({ events }) {
    const available = new Map(events.available.map((fact) => [fact.productId, fact.available]));
    for (const { productId, available: listed, inStock } of events.listed) {
      const units = available.get(productId);
      if (units === undefined || (units === listed && inStock === units > 0)) continue;
      yield [
        `product ${productId}: inventory has ${units}, products knows ${listed} and lists it as ${inStock ? 'in' : 'out of'} stock`,
        [],
      ];
    }
  },
};

const reportsCount: EventInvariant = {
  name: 'reports have what was sold',
  *check({ facts, events, population }) {
    const reported = new Map(
      events.sales.map(({ productId, currency, ...sums }) => [`${productId} ${currency}`, show(sums)]),
    );
    const sold = soldBy(facts.orders);
    for (const key of new Set([...reported.keys(), ...sold.keys()])) {
      const [productId] = key.split(' ');
      if (!population.products.some(({ id }) => id === productId)) continue;
      const [expected, found] = [sold.get(key), reported.get(key)].map((sums) => sums ?? 'nothing');
      if (expected !== found) yield [`product ${key}: ${expected} sold, reports have ${found}`, []];
    }
  },
};

interface Sums {
  readonly orders: number;
  readonly units: number;
  readonly revenue: bigint;
}

const show = ({ orders, units, revenue }: Sums) => `${units} units for ${revenue} in ${orders} orders`;

/** By product and currency. */
function soldBy(orders: readonly OrderFact[]): Map<string, string> {
  const lines = orders.filter(({ status }) => SOLD.has(status)).flatMap((order) => order.lines);
  const byProduct = Map.groupBy(lines, ({ productId, unitPrice }) => `${productId} ${unitPrice.currency}`);
  return new Map(
    [...byProduct].map(([key, of]) => {
      const units = of.reduce((sum, { quantity }) => sum + quantity, 0);
      const revenue = of.reduce(
        (sum, line) => sum + BigInt(line.unitPrice.minor) * BigInt(line.quantity),
        0n,
      );
      return [key, show({ orders: of.length, units, revenue })];
    }),
  );
}

export const EVENT_INVARIANTS: readonly EventInvariant[] = [
  toldIsTrue,
  allIsTold,
  nothingWaits,
  allIsHandled,
  nothingDead,
  listsKnowStock,
  reportsCount,
];
