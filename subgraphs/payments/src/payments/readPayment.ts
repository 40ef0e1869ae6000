import type { Identity } from '@holdfast/kit-base/identity';
import type { Dependencies } from '../ledger/dependencies.ts';
import type { Payment } from './domain.ts';
import { readOrderRecord } from './queries/readPayments.ts';

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

/** The payment of an order; null when it has none that is known, or was voided before it had one. */
export async function readPaymentOfOrder(
  { database }: Pick<Dependencies, 'database'>,
  orderId: string,
): Promise<Payment | null> {
  const found = await readOrderRecord(database, orderId);
  return found && found.status !== 'BLOCKED' && found.status !== 'REQUESTED' ? found : null;
}
