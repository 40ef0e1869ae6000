import { commandPayment } from './commandPayment.ts';
import type { Dependencies } from './dependencies.ts';
import type { Payment } from './domain/payment.ts';
import { insertBlocked } from './store/insertBlocked.ts';

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
