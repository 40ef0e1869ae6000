import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Money } from '@holdfast/kit-values/money';
import { PROVIDER_MOVEMENTS } from '../../ledger/domain.ts';
import type { DeclineCode } from '../../payments/domain/payment.ts';
import { type Reported, SETTLED_FROM, type Settled } from '../domain.ts';

const MOVED_BY = { CAPTURED: PROVIDER_MOVEMENTS.CHARGE, REFUNDED: PROVIDER_MOVEMENTS.REPAY };

// A void that was requested while the hold was on its way stays requested.
const SETTLE = `
  update payments set status = $1, asked = case when $1 = 'AUTHORIZED' then asked end, decline_code = $2, updated_at = $3
  where order_id = $4 and provider = 'HTTP' and status = any ($5) and amount = $6 and currency = $7`;

/** The second of two concurrent statements finds the state changed (READ COMMITTED) and does nothing. */
function settleAndMove({ kind, from, to }: (typeof MOVED_BY)[keyof typeof MOVED_BY]): string {
  return `
    with payment as (${SETTLE} returning order_id, amount, currency),
    entry as (
      insert into transactions (id, kind, amount, currency, reference, at)
      select $8, '${kind}', amount, currency, order_id::text, $3 from payment
    )
    insert into postings (transaction_id, account, amount)
    select $8, account, sign * amount from payment, (values ('${from}', -1), ('${to}', 1)) as leg (account, sign)`;
}

const STATEMENTS: Record<Settled, string> = {
  AUTHORIZED: SETTLE,
  DECLINED: SETTLE,
  VOIDED: SETTLE,
  CAPTURED: settleAndMove(MOVED_BY.CAPTURED),
  REFUNDED: settleAndMove(MOVED_BY.REFUNDED),
};

/**
 * Moves a provider's payment forward to the reported state, with its money in the same statement. Does
 * nothing when the payment has reached that state or a later one, or when the amount differs.
 * @param from the states that the payment may come from; by default all that may precede the reported one.
 */
export async function settlePayment(
  database: Queryable,
  settled: { orderId: string; to: Settled; amount: Money; declineCode: DeclineCode | null },
  { transactionId, at }: { transactionId: string; at: Date },
  from: readonly string[] = SETTLED_FROM[settled.to],
): Promise<void> {
  const { orderId, to, amount, declineCode } = settled;
  const values = [to, declineCode, at, orderId, from, amount.minor, amount.currency];
  const moves = to === 'CAPTURED' || to === 'REFUNDED';
  await database.query(STATEMENTS[to], moves ? [...values, transactionId] : values);
}

/** Stores that an event was applied, once per id. */
export async function insertProviderEvent(
  database: Queryable,
  { id, orderId, type }: { id: string; orderId: string; type: Reported },
  at: Date,
): Promise<void> {
  await database.query(
    `insert into provider_events (id, order_id, type, received_at) values ($1, $2, $3, $4) on conflict (id) do nothing`,
    [id, orderId, type, at],
  );
}
