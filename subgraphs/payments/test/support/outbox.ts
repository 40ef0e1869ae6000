/** The events in the outbox, compared with the payments. */
import { type Event, readEvent } from '@holdfast/kit-events/event';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { expect } from 'vitest';

/** Returns the events of payments that wait to be published, in order, as a consumer reads them. */
export async function paymentEvents(dependencies: { readonly database: Queryable }): Promise<Event[]> {
  return (await outboxEvents(dependencies)).filter(({ type }) => type.startsWith('holdfast.Payment'));
}

/** Returns all events that wait to be published, those of wallets included. */
export async function outboxEvents({ database }: { readonly database: Queryable }): Promise<Event[]> {
  const { rows } = await database.query<{ event: unknown }>('select event from outbox order by sequence');
  return rows.map(({ event }) => readEvent(event));
}

const nameOf = ({ type }: Event) => type.slice('holdfast.Payment'.length, -'.v1'.length).toUpperCase();

export const statesOf = (events: readonly Event[]): string[] => events.map(nameOf);

/** The states that a payment has passed through when it is in a state, that state included. */
const HISTORIES: Readonly<Record<string, readonly string[]>> = {
  REQUESTED: [],
  BLOCKED: [],
  AUTHORIZED: ['AUTHORIZED'],
  CAPTURED: ['AUTHORIZED', 'CAPTURED'],
  VOIDED: ['AUTHORIZED', 'VOIDED'],
  REFUNDED: ['AUTHORIZED', 'CAPTURED', 'REFUNDED'],
  DECLINED: ['DECLINED'],
};

/**
 * Expects that every state of every payment is published, once and in order, except that a hold at a provider
 * may never have been reported. Also expects that the last event comes from the transaction (xmin) that last
 * wrote the payment.
 */
export async function expectEventsOfPayments({ database }: { readonly database: Queryable }): Promise<void> {
  const { rows } = await database.query<{ id: string; status: string; provider: string }>(
    'select id, status, provider from payments',
  );
  const events = Map.groupBy(await paymentEvents({ database }), ({ subject }) => subject);
  for (const { id, status, provider } of rows) {
    const names = statesOf(events.get(id) ?? []);
    const reported = provider === 'WALLET' || names.includes('AUTHORIZED');
    expect(names).toEqual(HISTORIES[status]?.filter((state) => reported || state !== 'AUTHORIZED'));
    events.delete(id);
  }
  expect([...events.keys()], 'events of no payment').toEqual([]);
  const detached = await database.query(
    `select id from payments where provider = 'WALLET' and status <> 'BLOCKED'
       and not exists (select from outbox where outbox.xmin = payments.xmin and event ->> 'subject' = payments.id::text)`,
  );
  expect(detached.rows, 'published by another transaction').toEqual([]);
}
