import { commandPayment } from './commandPayment.ts';
import type { Dependencies } from './dependencies.ts';
import type { Payment } from './domain/payment.ts';

/**
 * Takes what is held for an order; again is no change.
 * @throws CONFLICT when nothing is held: there is no payment, or it is in another state, which the message says.
 */
export async function capture(dependencies: Dependencies, orderId: string): Promise<Payment> {
  const payment = await commandPayment(dependencies, 'CAPTURE', orderId);
  if (!payment) throw new Error('Only a void answers without a payment.');
  return payment;
}
