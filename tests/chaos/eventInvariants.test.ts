/** Each invariant of events finds what it is there for, and nothing in a shop that is in order. */

import { newUuid } from '@holdfast/kit-base/ids';
import { type EventData, newEvent } from '@holdfast/kit-events/event';
import { expect, test } from 'vitest';
import type { EventFacts } from './check/eventFacts.ts';
import { EVENT_INVARIANTS } from './check/eventInvariants.ts';
import type { Facts, OrderFact } from './check/facts.ts';
import { violationsOf } from './check/invariant.ts';
import type { Population } from './drive/population.ts';
import { TELLS, type ToldEvent } from './shop/ear.ts';

const [orderId, productId, customerId] = [newUuid(), newUuid(), newUuid()];
const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));
const history = (['PENDING', 'CONFIRMED', 'SHIPPED'] as const).map((status, n) => ({ status, at: at(n) }));

/** What is not looked at is left out. */
const order = {
  _id: orderId,
  status: 'SHIPPED',
  history,
  lines: [{ productId, quantity: 2, unitPrice: { minor: 1_000n, currency: 'USD' } }],
} as unknown as OrderFact;
const cancelled = { ...order, _id: newUuid(), status: 'CANCELLED', history: [] } as unknown as OrderFact;

function tell(status: keyof typeof TELLS, time: Date, of = orderId): ToldEvent {
  const data = { orderId: of, customer: { id: customerId } } as EventData<'OrderPlaced'>;
  return newEvent(TELLS[status] as 'OrderPlaced', data, { clock: () => time, newId: newUuid });
}

const [placed, confirmed, shipped] = history.map(({ status, at: time }) => tell(status, time)) as [
  ToldEvent,
  ToldEvent,
  ToldEvent,
];
const sales = { productId, currency: 'USD', orders: 1, units: 2, revenue: 2_000n };
const IN_ORDER: EventFacts = {
  told: [placed, confirmed, shipped],
  waiting: [['orders', 0]],
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

const ALL = 'all of an order is told, once and in its sequence';
const TRUE = 'what was told of an order happened';
const letter = {
  id: newUuid(),
  consumer: 'reports',
  event: placed,
  error: 'Error: no',
  attempts: 8,
  at: at(9),
};

test.each<[what: string, change: Partial<EventFacts>, breaks: string[]]>([
  ['all is in order', {}, []],
  ['one is missing', { told: [placed, shipped] }, [ALL]],
  ['two have changed places', { told: [placed, shipped, confirmed] }, [ALL]],
  ['one was made twice', { told: [placed, confirmed, tell('CONFIRMED', at(1)), shipped] }, [ALL]],
  ['an order that is not there', { told: [...IN_ORDER.told, tell('PENDING', at(0), newUuid())] }, [TRUE]],
  ['what did not happen', { told: [...IN_ORDER.told, tell('DELIVERED', at(3))] }, [TRUE, ALL]],
  ['what happened at another time', { told: [placed, tell('CONFIRMED', at(5)), shipped] }, [TRUE]],
  ['an outbox', { waiting: [['orders', 1]] }, ['no event stays in an outbox']],
  ['a consumer that is behind', { pending: [['reports', 1]] }, ['every event is handled']],
  ['a dead letter', { deadLetters: [letter] }, ['no dead letters']],
  ['old stock', { listed: [{ productId, available: 4, inStock: true }] }, ['lists know what is in stock']],
  [
    'a wrong list',
    { listed: [{ productId, available: 3, inStock: false }] },
    ['lists know what is in stock'],
  ],
  ['no sale', { sales: [] }, ['reports have what was sold']],
  ['a sale counted twice', { sales: [{ ...sales, orders: 2 }] }, ['reports have what was sold']],
  ['other money', { sales: [sales, { ...sales, currency: 'EUR' }] }, ['reports have what was sold']],
])('%s', (_what, change, breaks) => {
  expect(broken(change)).toEqual(breaks);
});
