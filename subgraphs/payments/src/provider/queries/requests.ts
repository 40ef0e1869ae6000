import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Money } from '@holdfast/kit-values/money';
import { toMoney } from '../../ledger/queries.ts';
import type { Authorization } from '../../payments/domain/payment.ts';
import { ASKED_FROM, type Asked } from '../domain.ts';

/** Records that the provider is about to be asked for a hold. Does nothing when the order has a record. */
export async function insertRequest(
  database: Queryable,
  { orderId, userId, amount }: Authorization,
  { paymentId, at }: { paymentId: string; at: Date },
): Promise<void> {
  await database.query(
    `insert into payments (id, order_id, user_id, amount, currency, status, provider, created_at, updated_at)
     values ($1, $2, $3, $4, $5, 'REQUESTED', 'HTTP', $6, $6)
     on conflict (order_id) do nothing`,
    [paymentId, orderId, userId, amount.minor, amount.currency, at],
  );
}

/**
 * Records the command that the provider is about to be sent on an order's payment. A void may follow an
 * unanswered capture (the provider then reports which of the two it carried out), but a capture may not
 * follow a void.
 * @returns the payment's amount; undefined when its state does not allow the command, and nothing is recorded.
 */
export async function markAsked(
  database: Queryable,
  asked: Asked,
  orderId: string,
): Promise<Money | undefined> {
  const { rows } = await database.query<{ amount: bigint; currency: string }>(
    `update payments set asked = $2
     where order_id = $1 and provider = 'HTTP' and status = any ($3) and (asked is null or asked = $2 or $2 = 'VOID')
     returning amount, currency`,
    [orderId, asked, ASKED_FROM[asked]],
  );
  return rows[0] && toMoney(rows[0].amount, rows[0].currency);
}

/**
 * Records that the provider is about to be asked to void a hold that was made after its payment had ended.
 * @returns the payment's amount; undefined when the payment has not ended without a hold.
 */
export async function markUnwanted(database: Queryable, orderId: string): Promise<Money | undefined> {
  const { rows } = await database.query<{ amount: bigint; currency: string }>(
    `update payments set asked = 'VOID'
     where order_id = $1 and provider = 'HTTP' and status in ('VOIDED', 'DECLINED')
     returning amount, currency`,
    [orderId],
  );
  return rows[0] && toMoney(rows[0].amount, rows[0].currency);
}

/** Records that the provider no longer holds money for a payment that had ended before. */
export async function markReleased(database: Queryable, orderId: string): Promise<void> {
  await database.query(
    `update payments set asked = null
     where order_id = $1 and provider = 'HTTP' and status in ('VOIDED', 'DECLINED') and asked = 'VOID'`,
    [orderId],
  );
}
