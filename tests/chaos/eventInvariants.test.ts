/** Each invariant of events reports its own violation, and none when everything is in order. */

import { newUuid } from '@holdfast/kit-base/ids';
import { type EventData, newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import type { EventFacts } from './check/eventFacts.ts';
import { EVENT_INVARIANTS } from './check/eventInvariants.ts';
import type { Facts, OrderFact } from './check/facts.ts';
import { violationsOf } from './check/invariant.ts';
import type { Population } from './drive/population.ts';
import { EVENT_TYPES, type OrderEvent } from './shop/orderConsumer.ts';

const [orderId, productId, customerId] = [newUuid(), newUuid(), newUuid()];
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const history = (['PENDING', 'CONFIRMED', 'SHIPPED'] as const).map((status, n) => ({ status, at: at(n) }));

/** Fields that no invariant reads are left out. */
const order = {
  _id: orderId,
  status: 'SHIPPED',
  history,
  lines: [{ productId, quantity: 2, unitPrice: { minor: 1_000n, currency: 'USD' } }],
} as unknown as OrderFact;
const cancelled = { ...order, _id: newUuid(), status: 'CANCELLED', history: [] } as unknown as OrderFact;

function eventOf(status: keyof typeof EVENT_TYPES, time: Date, id = orderId): OrderEvent {
  const data = { orderId: id, customer: { id: customerId } } as EventData<'OrderPlaced'>;
  return newEvent(EVENT_TYPES[status] as 'OrderPlaced', data, { clock: () => time, newId: newUuid });
}

const [placed, confirmed, shipped] = history.map(({ status, at: time }) => eventOf(status, time)) as [
  OrderEvent,
  OrderEvent,
  OrderEvent,
];
const sales = { productId, currency: 'USD', orders: 1, units: 2, revenue: 2_000n };
const IN_ORDER: EventFacts = {
  published: [placed, confirmed, shipped],
  unpublished: [['orders', 0]],
  pending: [],
  deadLetters: [],
  available: [{ productId, available: 3 }],
  listed: [
    { productId, available: 3, inStock: true },
    { productId: newUuid(), available: 0, inStock: true },
  ],
  sales: [sales],
};

function broken(change: Partial<EventFacts>): string[] {
  const facts = { orders: [order, cancelled] } as unknown as Facts;
  const population: Population = { customers: [], products: [{ id: productId, units: 5 }] };
  const evidence = { facts, events: { ...IN_ORDER, ...change }, population };
  return violationsOf(EVENT_INVARIANTS, evidence).map(({ invariant }) => invariant);
}

const ALL = 'each change of an order is published once and in order';
const TRUE = 'events report only what happened';
const letter = {
  id: newUuid(),
  consumer: 'reports',
  event: placed,
  error: 'Error: no',
  attempts: 8,
  at: at(9),
};

test.each<[what: string, change: Partial<EventFacts>, breaks: string[]]>([
  ['everything is in order', {}, []],
  ['a missing event', { published: [placed, shipped] }, [ALL]],
  ['two events in the wrong order', { published: [placed, shipped, confirmed] }, [ALL]],
  ['an event created twice', { published: [placed, confirmed, eventOf('CONFIRMED', at(1)), shipped] }, [ALL]],
  [
    'an event about an unknown order',
    { published: [...IN_ORDER.published, eventOf('PENDING', at(0), newUuid())] },
    [TRUE],
  ],
  [
    'an event that did not happen',
    { published: [...IN_ORDER.published, eventOf('DELIVERED', at(3))] },
    [TRUE, ALL],
  ],
  ['an event with another time', { published: [placed, eventOf('CONFIRMED', at(5)), shipped] }, [TRUE]],
  ['an unpublished event', { unpublished: [['orders', 1]] }, ['no event stays in an outbox']],
  ['a consumer that lags behind', { pending: [['reports', 1]] }, ['every event is handled']],
  ['a dead letter', { deadLetters: [letter] }, ['no dead letters']],
  [
    'outdated stock',
    { listed: [{ productId, available: 4, inStock: true }] },
    ['product lists agree with the stock'],
  ],
  [
    'a wrong list',
    { listed: [{ productId, available: 3, inStock: false }] },
    ['product lists agree with the stock'],
  ],
  ['a missing sale', { sales: [] }, ['reports agree with the orders']],
  ['a sale counted twice', { sales: [{ ...sales, orders: 2 }] }, ['reports agree with the orders']],
  [
    'a sale in another currency',
    { sales: [sales, { ...sales, currency: 'EUR' }] },
    ['reports agree with the orders'],
  ],
])('%s', (_what, change, breaks) => {
  expect(broken(change)).toEqual(breaks);
});
