/** The verify commands of the stock and the accounts, as one more invariant. */
import { verifyStock } from '../../../subgraphs/inventory/src/verification/verifyStock.ts';
import { verifyBooks } from '../../../subgraphs/payments/src/verification/verifyBooks.ts';
import type { Shop } from '../../e2e/shop.ts';
import type { Violation } from './invariant.ts';

export async function violationsOfBooks({ inventory, payments }: Shop): Promise<Violation[]> {
  const lines = await verifyStock(inventory);
  const { accounts, transactions } = await verifyBooks({ database: payments });
  const findings = [...accounts, ...transactions].map((finding) =>
    JSON.stringify(finding, (_key, value) => (typeof value === 'bigint' ? String(value) : value)),
  );
  return [...lines, ...findings].map((message) => ({
    invariant: 'the verify commands find nothing',
    message,
    orderIds: [],
  }));
}
