import { conflict } from '@holdfast/kit-base/errors';
import type { Dependencies } from '../ledger/dependencies.ts';
import { type Command, judgeCommand, type Payment } from './domain.ts';
import { insertBlocked } from './queries/insertBlocked.ts';
import { movePayment } from './queries/movePayment.ts';
import { readOrderRecord } from './queries/readPayments.ts';

/**
 * Captures the money that is held for an order. Repeating it changes nothing.
 * @throws CONFLICT when nothing is held: the order has no payment, or one in another state, which is named.
 */
export async function capture(dependencies: Dependencies, orderId: string): Promise<Payment> {
  const payment = await commandPayment(dependencies, 'CAPTURE', orderId);
  if (!payment) throw new Error('Only a void may return no payment.');
  return payment;
}

/**
 * Releases the money that is held for an order. Repeating it changes nothing, and a DECLINED or REFUNDED
 * payment stays as it is.
 *
 * An order without a payment is blocked for good: its authorisation may still be on its way (a saga that
 * timed out and compensates cannot tell), and must not hold money when it arrives after the last command that
 * would release it.
 * @returns null when the order never had a payment.
 * @throws CONFLICT when the money was captured.
 */
export async function voidPayment(dependencies: Dependencies, orderId: string): Promise<Payment | null> {
  const { database, clock, newId } = dependencies;
  const payment = await commandPayment(dependencies, 'VOID', orderId);
  if (payment) return payment;
  const blocked = await insertBlocked(database, orderId, { id: newId(), at: clock() });
  // Not blocked: it was blocked before, or an authorisation came in between and is voided now.
  return blocked ? null : commandPayment(dependencies, 'VOID', orderId);
}

/**
 * Gives back the money that was captured for an order. Repeating it changes nothing.
 * @throws CONFLICT when nothing was captured: no payment, or one in another state, which is named.
 */
export async function refund(dependencies: Dependencies, orderId: string): Promise<Payment> {
  const payment = await commandPayment(dependencies, 'REFUND', orderId);
  if (!payment) throw new Error('Only a void may return no payment.');
  return payment;
}

/** Each further attempt means that the payment has just moved on by one state; it passes at most three. */
const ATTEMPTS = 3;

/**
 * Runs the guarded write, and finds out why when it did nothing.
 * @returns null when there is no payment and the command is VOID.
 * @throws CONFLICT when the recorded state does not allow the command.
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
  throw new Error(`${command} of order ${orderId} is allowed but does nothing.`);
}
