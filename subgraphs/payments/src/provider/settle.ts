import { subgraphUnavailable } from '@holdfast/kit-base/errors';
import { equal } from '@holdfast/kit-values/money';
import type { Dependencies } from '../ledger/dependencies.ts';
import type { ProviderClient } from './client.ts';
import { isUnwanted, type Report, STEPS_TO } from './domain.ts';
import { readProviderPayment } from './queries/readProviderPayment.ts';
import { settlePayment } from './queries/reports.ts';
import { markFreed, markUnwanted } from './queries/requests.ts';

export interface HttpDependencies extends Dependencies {
  readonly client: ProviderClient;
}

/**
 * Takes the provider's word on an order's payment, from an answer or an event, in any order and any number of times: what is
 * recorded only moves forward. A hold that comes after its payment has ended is voided at the provider.
 * @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE when such a hold could not be voided: the same word again tries again.
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
    throw new Error(`The provider says another amount for order ${orderId}; nothing was settled.`);
  }
  if (report.status === 'authorized' && isUnwanted(found)) await voidUnwanted(dependencies, orderId);
}

async function voidUnwanted({ database, client }: HttpDependencies, orderId: string): Promise<void> {
  const amount = await markUnwanted(database, orderId);
  if (!amount) return;
  const report = await client.ask('VOID_LATE', { orderId, amount });
  if (report && report.status !== 'voided' && report.status !== 'declined') {
    throw subgraphUnavailable('payments', new Error(`Order ${orderId} ended and is ${report.status} there`));
  }
  await markFreed(database, orderId);
}
