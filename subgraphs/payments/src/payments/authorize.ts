import { conflict } from '@holdfast/kit-base/errors';
import { violatedConstraint } from '@holdfast/kit-postgres/postgres';
import type { Dependencies } from '../ledger/dependencies.ts';
import { type Authorization, judgeAuthorization, type Payment } from './domain.ts';
import { insertAuthorization } from './queries/insertAuthorization.ts';
import { readOrderRecord } from './queries/readPayments.ts';

/**
 * Holds an order's money in its user's wallet. The order is the idempotency key.
 * @returns the payment, AUTHORIZED or DECLINED; for the same again the payment as it is now, CAPTURED perhaps.
 * @throws CONFLICT when the order has a payment of another amount or user, one that was voided or refunded, or was
 *   voided before it had any.
 */
export async function authorize(dependencies: Dependencies, wanted: Authorization): Promise<Payment> {
  const { database } = dependencies;
  const authorized = await tryAuthorize(dependencies, wanted);
  if (authorized) return authorized;
  const verdict = judgeAuthorization(wanted, await readOrderRecord(database, wanted.orderId));
  if (verdict.kind === 'UNCHANGED' && verdict.payment) return verdict.payment;
  if (verdict.kind === 'CONFLICT') throw conflict(verdict.message);
  // What stood in the way is never deleted, so it cannot be gone.
  throw new Error(`Order ${wanted.orderId} could not be authorised and has no payment.`);
}

async function tryAuthorize(
  { database, clock, newId }: Dependencies,
  wanted: Authorization,
): Promise<Payment | undefined> {
  try {
    const made = { paymentId: newId(), transactionId: newId(), at: clock() };
    return await insertAuthorization(database, wanted, made);
  } catch (error) {
    if (violatedConstraint(error) === 'payments_one_an_order') return undefined;
    throw error;
  }
}
