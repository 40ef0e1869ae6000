import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { MovementKind, ProviderMovementKind } from '../../ledger/domain.ts';
import type { OrderRecord } from '../../payments/domain/payment.ts';
import type { Reported } from '../../provider/domain.ts';

/** An order whose movements do not match its payment's state, user, amount and currency. */
export interface WrongPayment {
  readonly orderId: string;
  /** Null when there is no payment. */
  readonly status: NonNullable<OrderRecord>['status'] | null;
  /** The movements that the state implies, in order. */
  readonly expected: readonly (MovementKind | ProviderMovementKind)[];
  /** The recorded movements of this user, amount and currency. */
  readonly found: readonly (MovementKind | ProviderMovementKind)[];
  /** The recorded movements of another user, amount or currency. */
  readonly strange: readonly (MovementKind | ProviderMovementKind)[];
}

interface Row extends Omit<WrongPayment, 'orderId'> {
  readonly order_id: string;
}

/** Finds every such order. A payment of zero has no movements. */
export async function wrongPayments(database: Queryable): Promise<WrongPayment[]> {
  const { rows } = await database.query<Row>(`
    with wanted as (
      select *, case when amount = 0 then '{}' else case provider || ' ' || status
          when 'WALLET AUTHORIZED' then '{HOLD}' when 'WALLET CAPTURED' then '{HOLD,CAPTURE}'
          when 'WALLET VOIDED' then '{HOLD,VOID}' when 'WALLET REFUNDED' then '{HOLD,CAPTURE,REFUND}'
          when 'HTTP CAPTURED' then '{CHARGE}' when 'HTTP REFUNDED' then '{CHARGE,REPAY}'
          else '{}' end end::text[] as movements
      from payments
    ),
    checked as (
      select coalesce(order_id::text, reference) as order_id, status, coalesce(movements, '{}') as expected,
        coalesce(array_agg(kind order by sequence, at, kind) filter (where own), '{}') as found,
        coalesce(array_agg(kind order by sequence, at, kind) filter (where kind is not null and own is not true), '{}') as strange
      from wanted full join (select * from transactions where kind <> 'TOP_UP') as moved on reference = order_id::text
      cross join lateral (select
        (moved.amount, moved.currency) = (wanted.amount, wanted.currency)
          and case provider when 'WALLET' then moved.user_id = wanted.user_id else moved.user_id is null end as own) as compared
      group by 1, 2, 3
    )
    select * from checked where expected <> found or strange <> '{}'
    order by order_id`);
  return rows.map(({ order_id, ...row }) => ({ ...row, orderId: order_id }));
}

/** An applied provider's event whose payment is in a state that the event does not lead to. */
export interface ContradictedEvent {
  readonly id: string;
  readonly orderId: string;
  readonly type: Reported;
  readonly status: NonNullable<OrderRecord>['status'];
}

interface EventRow extends Omit<ContradictedEvent, 'orderId'> {
  readonly order_id: string;
}

/** Finds every such event. A hold made after its payment had ended is no contradiction, nor is its void. */
export async function contradictedEvents(database: Queryable): Promise<ContradictedEvent[]> {
  const { rows } = await database.query<EventRow>(`
    select provider_events.id, order_id, type, status
    from provider_events left join payments using (order_id)
    where coalesce(status, 'REQUESTED') <> all (case type
      when 'authorized' then array['AUTHORIZED', 'CAPTURED', 'VOIDED', 'REFUNDED', 'DECLINED']
      when 'captured' then array['CAPTURED', 'REFUNDED']
      when 'refunded' then array['REFUNDED']
      else array['VOIDED', 'DECLINED'] end)
    order by provider_events.id`);
  return rows.map(({ order_id, ...row }) => ({ ...row, orderId: order_id }));
}
