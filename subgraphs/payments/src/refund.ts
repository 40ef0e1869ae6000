import { commandPayment } from './commandPayment.ts';
import type { Dependencies } from './dependencies.ts';
import type { Payment } from './domain/payment.ts';

/**
 * Gives back what was taken for an order; again is no change.
 * @throws CONFLICT when nothing was taken: there is no payment, or it is in another state, which the message says.
 */
export async function refund(dependencies: Dependencies, orderId: string): Promise<Payment> {
  const payment = await commandPayment(dependencies, 'REFUND', orderId);
  if (!payment) throw new Error('Only a void answers without a payment.');
  return payment;
}
