import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { effectOn } from '../../ledger/domain.ts';
import { recordMovement } from '../../ledger/queries.ts';
import { type Command, type Payment, TRANSITIONS } from '../domain.ts';
import { PAYMENT_COLUMNS, type PaymentRow, toPayment } from './paymentRow.ts';

/**
 * Locks the wallet's row (`locked`, which the update of the payment reads), then the payment's. This is the
 * order of `insertAuthorization`, so no two statements can deadlock.
 *
 * The second of two concurrent statements waits for the wallet. Its update of the payment then finds that
 * the row has changed since the statement started, evaluates `status = ...` again on the new row (READ
 * COMMITTED), and does nothing: one wins. A payment's user never changes, so looking up the wallet before the
 * lock is safe.
 */
function statementOf(command: Command): string {
  const { from, to, movement } = TRANSITIONS[command];
  return `
    with locked as (
      select from wallets
      where user_id = (select user_id from payments where order_id = $3 and provider = 'WALLET' and status = '${from}' and amount > 0)
      for update
    ),
    payment as (
      update payments set status = '${to}', updated_at = $2
      where order_id = $3 and provider = 'WALLET' and status = '${from}' and (amount = 0 or exists (select from locked))
      returning ${PAYMENT_COLUMNS}
    ),
    moved as (
      update wallets set
        available = available + ${effectOn('AVAILABLE', movement)} * payment.amount,
        held = held + ${effectOn('HELD', movement)} * payment.amount,
        sequence = sequence + 1
      from payment
      where wallets.user_id = payment.user_id and payment.amount > 0
      returning wallets.*, payment.amount, payment.order_id::text as reference
    ),
    ${recordMovement(movement)}
    select * from payment`;
}

const STATEMENTS = {
  CAPTURE: statementOf('CAPTURE'),
  VOID: statementOf('VOID'),
  REFUND: statementOf('REFUND'),
} as const satisfies Record<Command, string>;

/**
 * Moves the payment's money and changes its status in one statement.
 * @returns undefined when the order has no payment in the state that the command starts from. Nothing changed.
 */
export async function movePayment(
  database: Queryable,
  command: Command,
  orderId: string,
  { transactionId, at }: { transactionId: string; at: Date },
): Promise<Payment | undefined> {
  const { rows } = await database.query<PaymentRow>(STATEMENTS[command], [transactionId, at, orderId]);
  return rows[0] && toPayment(rows[0]);
}
