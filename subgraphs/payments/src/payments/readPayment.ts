import type { Identity } from '@holdfast/kit-base/identity';
import type { Dependencies } from '../ledger/dependencies.ts';
import type { Payment } from './domain/payment.ts';
import { readOrderRecord } from './queries/readPayments.ts';

/** Reads payments in batches: the request's DataLoader. */
export interface PaymentReader {
  load(id: string): Promise<Payment | null>;
}

/** Returns a payment to its user, STAFF and the service orders; null, as if unknown, to any other caller. */
export async function readPayment(
  payments: PaymentReader,
  { scopes, user }: Identity,
  id: string,
): Promise<Payment | null> {
  const payment = await payments.load(id);
  if (!payment) return null;
  const own = payment.userId === user?.id;
  const allowed = own || scopes.has('wallet:all') || scopes.has('payments:execute');
  return allowed ? payment : null;
}

/** Returns the payment of an order; null while its state is not known, and when the order has none. */
export async function readPaymentOfOrder(
  { database }: Pick<Dependencies, 'database'>,
  orderId: string,
): Promise<Payment | null> {
  const found = await readOrderRecord(database, orderId);
  return found && found.status !== 'BLOCKED' && found.status !== 'REQUESTED' ? found : null;
}
