import { conflict } from '@holdfast/kit-base/errors';
import { violatedConstraint } from '@holdfast/kit-postgres/postgres';
import type { Dependencies } from '../ledger/dependencies.ts';
import { type Authorization, judgeAuthorization, type Payment } from './domain.ts';
import { insertAuthorization } from './queries/insertAuthorization.ts';
import { readOrderRecord } from './queries/readPayments.ts';

/**
 * Holds an order's money in its user's wallet. The order is the idempotency key.
 * @returns the payment, AUTHORIZED or DECLINED. A repeated call gets it as it is now, perhaps CAPTURED.
 * @throws CONFLICT when the order has a payment of another amount or user, or one that was voided or
 *   refunded, or when the order was voided before it had a payment.
 */
export async function authorize(dependencies: Dependencies, wanted: Authorization): Promise<Payment> {
  const { database } = dependencies;
  const authorized = await tryAuthorize(dependencies, wanted);
  if (authorized) return authorized;
  const verdict = judgeAuthorization(wanted, await readOrderRecord(database, wanted.orderId));
  if (verdict.kind === 'UNCHANGED' && verdict.payment) return verdict.payment;
  if (verdict.kind === 'CONFLICT') throw conflict(verdict.message);
  // The record that stopped the insert is never deleted, so it must still be there.
  throw new Error(`Order ${wanted.orderId} could not be authorised and has no payment.`);
}

async function tryAuthorize(
  { database, clock, newId }: Dependencies,
  wanted: Authorization,
): Promise<Payment | undefined> {
  try {
    const written = { paymentId: newId(), transactionId: newId(), at: clock() };
    return await insertAuthorization(database, wanted, written);
  } catch (error) {
    if (violatedConstraint(error) === 'payments_one_an_order') return undefined;
    throw error;
  }
}
