import { formatMoney, isCurrency } from '@holdfast/kit-values/money';
import type { Findings } from './verifyBooks.ts';

/** A line for each finding, for people; none when the books agree. */
export function describeFindings({ accounts, transactions, entries, payments, events }: Findings): string[] {
  return [
    ...accounts.map(
      ({ account, userId, currency, posted, expected, source }) =>
        `account ${account}${userId ? ` of user ${userId}` : ''}: postings sum to ${amount(posted, currency)}, ` +
        `${SOURCES[source]} ${amount(expected, currency)}`,
    ),
    ...transactions.map(
      ({ id, sum }) => `transaction ${id}: its postings sum to ${sum}, or are fewer than two`,
    ),
    ...entries.map(
      ({ id, userId, kind, says, makes, postingsOfKind }) =>
        `transaction ${id} (${kind}) of user ${userId ?? 'none'}: ` +
        (postingsOfKind ? '' : `its postings are not those of a ${kind}; `) +
        `says number ${says.sequence}, available ${says.available} and held ${says.held} after it, ` +
        `the ones up to it make ${makes.sequence}, ${makes.available} and ${makes.held}`,
    ),
    ...payments.map(
      ({ orderId, status, expected, found, strange }) =>
        `payment of order ${orderId} (${status ?? 'none'}): should have ${list(expected)}, has ${list(found)}` +
        (strange.length > 0 ? `, and of another user or amount ${list(strange)}` : ''),
    ),
    ...events.map(
      ({ id, orderId, type, status }) =>
        `payment of order ${orderId} (${status}): the provider's event ${id} says ${type}`,
    ),
  ];
}

const SOURCES = {
  WALLET: 'the wallet says',
  PAYMENTS: 'the payments make',
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
