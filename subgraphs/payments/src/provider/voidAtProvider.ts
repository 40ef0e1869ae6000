import { readProviderPayment } from './queries/readProviderPayment.ts';
import { settlePayment } from './queries/reports.ts';
import { markAsked } from './queries/requests.ts';
import { type HttpDependencies, settle } from './settle.ts';

/**
 * Asks the provider to release what it holds for an order. A payment that the provider does not know becomes
 * VOIDED all the same; if its authorisation still arrives there, the report of it makes `settle` void it.
 *
 * The answer to a key never changes. The hold may arrive after the answer that there was none, so the second
 * attempt uses another key.
 * @returns false when the order has no payment at a provider.
 */
export async function voidAtProvider(dependencies: HttpDependencies, orderId: string): Promise<boolean> {
  const { database, clock, newId, client } = dependencies;
  for (const step of ['VOID', 'VOID_LATE'] as const) {
    const amount = await markAsked(database, 'VOID', orderId);
    if (!amount) break;
    const report = await client.ask(step, { orderId, amount });
    if (report) await settle(dependencies, orderId, report);
    else {
      const nothing = { orderId, to: 'VOIDED', amount, declineCode: null } as const;
      await settlePayment(database, nothing, { transactionId: newId(), at: clock() }, ['REQUESTED']);
    }
  }
  return (await readProviderPayment(database, orderId)) !== undefined;
}
