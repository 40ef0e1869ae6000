/** Invariants of the published events, and of what their consumers stored. */

import { typeOf } from '@holdfast/kit-events/event';
import type { Population } from '../drive/population.ts';
import { EVENT_TYPES } from '../shop/orderConsumer.ts';
import type { EventFacts } from './eventFacts.ts';
import type { Facts, OrderFact } from './facts.ts';
import { type Invariant, SOLD } from './invariant.ts';

export interface EventEvidence {
  readonly facts: Facts;
  readonly events: EventFacts;
  readonly population: Population;
}

type EventInvariant = Invariant<EventEvidence>;

const eventsAreTrue: EventInvariant = {
  name: 'events report only what happened',
  *check({ facts, events }) {
    const orders = new Map(facts.orders.map((order) => [order._id, order]));
    for (const event of events.published) {
      const order = orders.get(event.subject);
      const happened = order?.history.some(
        ({ status, at }) => EVENT_TYPES[status] === typeOf(event) && at.toISOString() === event.time,
      );
      if (!happened)
        yield [
          `${typeOf(event)} ${event.id} at ${event.time} is not in the history of order ${event.subject}, which is ${order?.status ?? 'unknown'}`,
          [event.subject],
        ];
    }
  },
};

const allIsPublished: EventInvariant = {
  name: 'each change of an order is published once and in order',
  *check({ facts, events }) {
    const published = Map.groupBy(events.published, ({ subject }) => subject);
    for (const { _id, history } of facts.orders) {
      const expected = history.map(({ status }) => EVENT_TYPES[status]).join(' ');
      const found = (published.get(_id) ?? []).map(typeOf).join(' ');
      if (found !== expected)
        yield [`order ${_id} should have published ${expected}, but published ${found || 'nothing'}`, [_id]];
    }
  },
};

const outboxesAreEmpty: EventInvariant = {
  name: 'no event stays in an outbox',
  *check({ events }) {
    for (const [service, count] of events.unpublished) {
      if (count > 0) yield [`${service} has ${count} rows or documents with unpublished events`, []];
    }
  },
};

const allIsHandled: EventInvariant = {
  name: 'every event is handled',
  *check({ events }) {
    for (const [consumer, count] of events.pending)
      yield [`${consumer} has ${count} events left to handle`, []];
  },
};

const noDeadLetters: EventInvariant = {
  name: 'no dead letters',
  *check({ events }) {
    for (const { consumer, event, error } of events.deadLetters)
      yield [`${consumer} could not handle ${typeOf(event)} of ${event.subject}: ${error}`, []];
  },
};

const listsMatchStock: EventInvariant = {
  name: 'product lists agree with the stock',
  *check({ events }) {
    const available = new Map(events.available.map((fact) => [fact.productId, fact.available]));
    for (const { productId, available: listed, inStock } of events.listed) {
      const units = available.get(productId);
      if (units === undefined || (units === listed && inStock === units > 0)) continue;
      yield [
        `product ${productId}: inventory has ${units} units, products has ${listed} and lists it as ${inStock ? 'in' : 'out of'} stock`,
        [],
      ];
    }
  },
};

const reportsMatchOrders: EventInvariant = {
  name: 'reports agree with the orders',
  *check({ facts, events, population }) {
    const reported = new Map(
      events.sales.map(({ productId, currency, ...sums }) => [`${productId} ${currency}`, show(sums)]),
    );
    const sold = soldBy(facts.orders);
    for (const key of new Set([...reported.keys(), ...sold.keys()])) {
      const [productId] = key.split(' ');
      if (!population.products.some(({ id }) => id === productId)) continue;
      const [expected, found] = [sold.get(key), reported.get(key)].map((sums) => sums ?? 'nothing');
      if (expected !== found) yield [`product ${key}: orders have ${expected}, reports have ${found}`, []];
    }
  },
};

interface Sums {
  readonly orders: number;
  readonly units: number;
  readonly revenue: bigint;
}

const show = ({ orders, units, revenue }: Sums) => `${units} units for ${revenue} in ${orders} orders`;

/** Sums the sold lines by product and currency. */
function soldBy(orders: readonly OrderFact[]): Map<string, string> {
  const lines = orders.filter(({ status }) => SOLD.has(status)).flatMap((order) => order.lines);
  const byProduct = Map.groupBy(lines, ({ productId, unitPrice }) => `${productId} ${unitPrice.currency}`);
  return new Map(
    [...byProduct].map(([key, sold]) => {
      const units = sold.reduce((sum, { quantity }) => sum + quantity, 0);
      const revenue = sold.reduce(
        (sum, line) => sum + BigInt(line.unitPrice.minor) * BigInt(line.quantity),
        0n,
      );
      return [key, show({ orders: sold.length, units, revenue })];
    }),
  );
}

export const EVENT_INVARIANTS: readonly EventInvariant[] = [
  eventsAreTrue,
  allIsPublished,
  outboxesAreEmpty,
  allIsHandled,
  noDeadLetters,
  listsMatchStock,
  reportsMatchOrders,
];
