import { readProviderPayment } from './queries/readProviderPayment.ts';
import { settlePayment } from './queries/reports.ts';
import { markAsked } from './queries/requests.ts';
import { type HttpDependencies, settle } from './settle.ts';

/**
 * Asks the provider to free what it holds for an order. One that it does not know ends as VOIDED all the same; should its
 * authorisation still arrive there, the word of it makes `settle` void it.
 *
 * An answer under a key is the same for ever, so when the hold arrives after the answer that there was none, the second
 * time goes under another key.
 * @returns false when no provider has the order's payment.
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
