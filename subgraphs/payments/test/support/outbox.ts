/** What the outbox tells, beside what the payments are. */
import { type Event, readEvent } from '@holdfast/kit-events/event';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { expect } from 'vitest';

/** The events of payments that wait to be published, in their order, as a consumer reads them. */
export async function paymentEvents(dependencies: { readonly database: Queryable }): Promise<Event[]> {
  return (await outboxEvents(dependencies)).filter(({ type }) => type.startsWith('holdfast.Payment'));
}

/** Those of wallets too. */
export async function outboxEvents({ database }: { readonly database: Queryable }): Promise<Event[]> {
  const { rows } = await database.query<{ event: unknown }>('select event from outbox order by sequence');
  return rows.map(({ event }) => readEvent(event));
}

const nameOf = ({ type }: Event) => type.slice('holdfast.Payment'.length, -'.v1'.length).toUpperCase();

export const statesOf = (events: readonly Event[]): string[] => events.map(nameOf);

/** The states that each state comes after, it being the last. */
const LIVES: Readonly<Record<string, readonly string[]>> = {
  REQUESTED: [],
  BLOCKED: [],
  AUTHORIZED: ['AUTHORIZED'],
  CAPTURED: ['AUTHORIZED', 'CAPTURED'],
  VOIDED: ['AUTHORIZED', 'VOIDED'],
  REFUNDED: ['AUTHORIZED', 'CAPTURED', 'REFUNDED'],
  DECLINED: ['DECLINED'],
};

/**
 * That every payment's states are told, each once and in their order; of a provider's it may never have been heard that
 * the money was held. And that the last one was told by the transaction (xmin) that wrote the payment as it is.
 */
export async function expectEventsOfPayments({ database }: { readonly database: Queryable }): Promise<void> {
  const { rows } = await database.query<{ id: string; status: string; provider: string }>(
    'select id, status, provider from payments',
  );
  const events = Map.groupBy(await paymentEvents({ database }), ({ subject }) => subject);
  for (const { id, status, provider } of rows) {
    const names = statesOf(events.get(id) ?? []);
    const heard = provider === 'WALLET' || names.includes('AUTHORIZED');
    expect(names).toEqual(LIVES[status]?.filter((state) => heard || state !== 'AUTHORIZED'));
    events.delete(id);
  }
  expect([...events.keys()], 'events of no payment').toEqual([]);
  const apart = await database.query(
    `select id from payments where provider = 'WALLET' and status <> 'BLOCKED'
       and not exists (select from outbox where outbox.xmin = payments.xmin and event ->> 'subject' = payments.id::text)`,
  );
  expect(apart.rows, 'told by another transaction').toEqual([]);
}
