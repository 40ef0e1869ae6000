import { formatMoney, isCurrency } from '@holdfast/kit-values/money';
import type { Findings } from './verifyBooks.ts';

/** Returns one line of text per finding; none when the books agree. */
export function describeFindings({ accounts, transactions, entries, payments, events }: Findings): string[] {
  return [
    ...accounts.map(
      ({ account, userId, currency, posted, expected, source }) =>
        `account ${account}${userId ? ` of user ${userId}` : ''}: postings sum to ${amount(posted, currency)}, ` +
        `${SOURCES[source]} ${amount(expected, currency)}`,
    ),
    ...transactions.map(
      ({ id, sum }) => `transaction ${id}: its postings sum to ${sum}, or there are fewer than two`,
    ),
    ...entries.map(
      ({ id, userId, kind, recorded, computed, postingsOfKind }) =>
        `transaction ${id} (${kind}) of user ${userId ?? 'none'}: ` +
        (postingsOfKind ? '' : `its postings are not those of a ${kind}; `) +
        `records number ${recorded.sequence}, available ${recorded.available} and held ${recorded.held} after it, ` +
        `the transactions up to it make ${computed.sequence}, ${computed.available} and ${computed.held}`,
    ),
    ...payments.map(
      ({ orderId, status, expected, found, strange }) =>
        `payment of order ${orderId} (${status ?? 'none'}): should have ${list(expected)}, has ${list(found)}` +
        (strange.length > 0 ? `, and with another user or amount ${list(strange)}` : ''),
    ),
    ...events.map(
      ({ id, orderId, type, status }) =>
        `payment of order ${orderId} (${status}): the provider's event ${id} reports ${type}`,
    ),
  ];
}

const SOURCES = {
  WALLET: 'the wallet records',
  PAYMENTS: 'the payments sum to',
  ACCOUNTS: 'the other accounts leave',
} as const;

function amount(minor: bigint, currency: string): string {
  return isCurrency(currency)
    ? `${formatMoney({ minor, currency }).amount} ${currency}`
    : `${minor} ${currency}`;
}

function list(kinds: readonly string[]): string {
  return kinds.length > 0 ? kinds.join(', ') : 'nothing';
}
