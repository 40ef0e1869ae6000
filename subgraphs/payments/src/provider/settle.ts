import { subgraphUnavailable } from '@holdfast/kit-base/errors';
import { equal } from '@holdfast/kit-values/money';
import type { Dependencies } from '../ledger/dependencies.ts';
import type { ProviderClient } from './client.ts';
import { isUnwanted, type Report, STEPS_TO } from './domain.ts';
import { readProviderPayment } from './queries/readProviderPayment.ts';
import { settlePayment } from './queries/reports.ts';
import { markReleased, markUnwanted } from './queries/requests.ts';

export interface HttpDependencies extends Dependencies {
  readonly client: ProviderClient;
}

/**
 * Applies the provider's report on an order's payment, from an answer or an event. Reports may come in any
 * order and any number of times: the recorded state only moves forward. A hold that is made after its payment
 * has ended is voided at the provider.
 * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE when that void fails; the next report tries it again.
 */
export async function settle(dependencies: HttpDependencies, orderId: string, report: Report): Promise<void> {
  const { database, clock, newId } = dependencies;
  const declineCode = report.status === 'declined' ? report.code : null;
  for (const to of STEPS_TO[report.status]) {
    const settled = { orderId, to, amount: report.amount, declineCode };
    await settlePayment(database, settled, { transactionId: newId(), at: clock() });
  }
  const found = await readProviderPayment(database, orderId);
  if (!found) throw new Error(`Order ${orderId} has no payment at a provider.`);
  if (!equal(found.payment.amount, report.amount)) {
    throw new Error(`The provider reports another amount for order ${orderId}; nothing was settled.`);
  }
  if (report.status === 'authorized' && isUnwanted(found)) await voidUnwanted(dependencies, orderId);
}

async function voidUnwanted({ database, client }: HttpDependencies, orderId: string): Promise<void> {
  const amount = await markUnwanted(database, orderId);
  if (!amount) return;
  const report = await client.ask('VOID_LATE', { orderId, amount });
  if (report && report.status !== 'voided' && report.status !== 'declined') {
    throw subgraphUnavailable(
      'payments',
      new Error(`Order ${orderId} has ended but is ${report.status} at the provider`),
    );
  }
  await markReleased(database, orderId);
}
