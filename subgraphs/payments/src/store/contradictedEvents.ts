import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { OrderRecord } from '../domain/payment.ts';
import type { Reported } from '../domain/providerPayment.ts';

/** A provider's event that was applied, and whose payment is in a state that it does not lead to. */
export interface ContradictedEvent {
  readonly id: string;
  readonly orderId: string;
  readonly type: Reported;
  readonly status: NonNullable<OrderRecord>['status'];
}

interface Row extends Omit<ContradictedEvent, 'orderId'> {
  readonly order_id: string;
}

/** Every such event. A hold that came after its payment had ended contradicts nothing, and neither does that it was voided. */
export async function contradictedEvents(database: Queryable): Promise<ContradictedEvent[]> {
  const { rows } = await database.query<Row>(`
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
