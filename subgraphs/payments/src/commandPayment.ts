import { conflict } from '@holdfast/kit-base/errors';
import type { Dependencies } from './dependencies.ts';
import { type Command, judgeCommand, type Payment } from './domain/payment.ts';
import { movePayment } from './store/movePayment.ts';
import { readOrderRecord } from './store/readOrderRecord.ts';

/** Each time round, the payment went one state further just then; there are three. */
const ATTEMPTS = 3;

/**
 * What capture, void and refund have in common: the guarded write, and when it did nothing a look at why.
 * @returns null when there is no payment and the command is VOID.
 * @throws CONFLICT when what is recorded does not allow it.
 */
export async function commandPayment(
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
