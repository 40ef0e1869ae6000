import type { Dependencies } from './dependencies.ts';
import type { Payment } from './domain/payment.ts';
import { readOrderRecord } from './store/readOrderRecord.ts';

/** The payment of an order; null when it has none that is known, or was voided before it had one. */
export async function readPaymentOfOrder(
  { database }: Pick<Dependencies, 'database'>,
  orderId: string,
): Promise<Payment | null> {
  const found = await readOrderRecord(database, orderId);
  return found && found.status !== 'BLOCKED' && found.status !== 'REQUESTED' ? found : null;
}
