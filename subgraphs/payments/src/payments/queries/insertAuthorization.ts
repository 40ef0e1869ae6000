import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { MOVEMENTS } from '../../ledger/domain.ts';
import { recordMovement } from '../../ledger/queries.ts';
import type { Authorization, Payment } from '../domain.ts';
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from './paymentRow.ts';

/**
 * Locks the wallet's row, then the order's entry in the unique index; every statement of this service locks
 * in this order.
 *
 * Two concurrent statements for one order may both see no payment yet. The second then waits for the wallet's
 * row, or for the index, and fails on `payments_one_an_order`. Because it is one statement, its hold is
 * rolled back too. (`on conflict do nothing` would leave the hold without a payment.)
 *
 * The second of two concurrent statements for one wallet waits for the row. PostgreSQL then evaluates
 * `available >= $6` again on the row as the first left it (READ COMMITTED), so that this comparison decides,
 * and never an earlier read.
 */
const INSERT = `
  with free as (
    select where not exists (select from payments where order_id = $4)
  ),
  held as (
    update wallets set available = available - $6, held = held + $6, sequence = sequence + 1
    where user_id = $5 and currency = $7 and available >= $6 and $6::bigint > 0 and exists (select from free)
    returning *
  ),
  decision as (
    select case
      when $6::bigint = 0 or exists (select from held) then null
      when exists (select from wallets where user_id = $5 and currency <> $7) then 'CURRENCY_NOT_SUPPORTED'
      else 'INSUFFICIENT_FUNDS'
    end as decline_code
    from free
  ),
  payment as (
    insert into payments (id, order_id, user_id, amount, currency, status, decline_code, created_at, updated_at)
    select $3, $4, $5, $6, $7, case when decline_code is null then 'AUTHORIZED' else 'DECLINED' end, decline_code, $2, $2
    from decision
    returning ${PAYMENT_COLUMNS}
  ),
  moved as (
    select held.*, payment.amount, payment.order_id::text as reference from held, payment
  ),
  ${recordMovement(MOVEMENTS.HOLD)}
  select * from payment`;

/**
 * Holds the money and records the payment as AUTHORIZED, or records it as DECLINED.
 * @returns undefined when the order already has a record; nothing has changed.
 * @throws a violation of `payments_one_an_order` when the record is written concurrently; nothing has changed.
 */
export async function insertAuthorization(
  database: Queryable,
  { orderId, userId, amount }: Authorization,
  { paymentId, transactionId, at }: { paymentId: string; transactionId: string; at: Date },
): Promise<Payment | undefined> {
  const values = [transactionId, at, paymentId, orderId, userId, amount.minor, amount.currency];
  const { rows } = await database.query<PaymentRow>(INSERT, values);
  return rows[0] && toPayment(rows[0]);
}
