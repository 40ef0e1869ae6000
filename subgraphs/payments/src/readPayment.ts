import type { Identity } from '@holdfast/kit-base/identity';
import type { Payment } from './domain/payment.ts';

/** A batching reader of payments: the request's DataLoader. */
export interface PaymentReader {
  load(id: string): Promise<Payment | null>;
}

/** A payment, for its user, STAFF and the service that orders it; null for anyone else, as if there were none. */
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
