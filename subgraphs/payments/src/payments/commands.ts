import { conflict } from '@holdfast/kit-base/errors';
import type { Dependencies } from '../ledger/dependencies.ts';
import { type Command, judgeCommand, type Payment } from './domain.ts';
import { insertBlocked } from './queries/insertBlocked.ts';
import { movePayment } from './queries/movePayment.ts';
import { readOrderRecord } from './queries/readPayments.ts';

/**
 * Takes what is held for an order; again is no change.
 * @throws CONFLICT when nothing is held: there is no payment, or it is in another state, which the message says.
 */
export async function capture(dependencies: Dependencies, orderId: string): Promise<Payment> {
  const payment = await commandPayment(dependencies, 'CAPTURE', orderId);
  if (!payment) throw new Error('Only a void answers without a payment.');
  return payment;
}

/**
 * Sets free what is held for an order; again is no change, and a DECLINED or REFUNDED payment stays as it is.
 *
 * An order without a payment is blocked for good: its authorisation may still be on its way (a saga that timed out
 * and compensates does not know), and must not hold money when it arrives after the last one who would free it.
 * @returns null when the order never had a payment.
 * @throws CONFLICT when the money was taken.
 */
export async function voidPayment(dependencies: Dependencies, orderId: string): Promise<Payment | null> {
  const { database, clock, newId } = dependencies;
  const payment = await commandPayment(dependencies, 'VOID', orderId);
  if (payment) return payment;
  const blocked = await insertBlocked(database, orderId, { id: newId(), at: clock() });
  // Not blocked: it was before, or an authorisation came in between and is voided now.
  return blocked ? null : commandPayment(dependencies, 'VOID', orderId);
}

/**
 * Gives back what was taken for an order; again is no change.
 * @throws CONFLICT when nothing was taken: there is no payment, or it is in another state, which the message says.
 */
export async function refund(dependencies: Dependencies, orderId: string): Promise<Payment> {
  const payment = await commandPayment(dependencies, 'REFUND', orderId);
  if (!payment) throw new Error('Only a void answers without a payment.');
  return payment;
}

/** Each time round, the payment went one state further just then; there are three. */
const ATTEMPTS = 3;

/**
 * What capture, void and refund have in common: the guarded write, and when it did nothing a look at why.
 * @returns null when there is no payment and the command is VOID.
 * @throws CONFLICT when what is recorded does not allow it.
 */
async function commandPayment(
  { database, clock, newId }: Dependencies,
  command: Command,
  orderId: string,
): Promise<Payment | null> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const moved = await movePayment(database, command, orderId, { transactionId: newId(), at: clock() });
    if (moved) return moved;
    const verdict = judgeCommand(command, await readOrderRecord(database, orderId));
    if (verdict.kind === 'UNCHANGED') return verdict.payment;
    if (verdict.kind === 'CONFLICT') throw conflict(verdict.message);
  }
  throw new Error(`${command} of order ${orderId} is allowed and does nothing.`);
}
