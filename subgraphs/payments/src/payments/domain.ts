import { equal, type Money } from '@holdfast/kit-values/money';
import { MOVEMENTS } from '../ledger/domain.ts';

/** The provider was asked to hold the money, or is about to be; nobody here knows yet whether it does. */
export interface Requested extends Authorization {
  readonly status: 'REQUESTED';
}

export type DeclineCode = 'INSUFFICIENT_FUNDS' | 'CURRENCY_NOT_SUPPORTED' | 'DECLINED_BY_PROVIDER';

interface PaymentFields {
  readonly id: string;
  readonly orderId: string;
  readonly userId: string;
  readonly amount: Money;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type Payment =
  | (PaymentFields & { readonly status: 'AUTHORIZED' | 'CAPTURED' | 'VOIDED' | 'REFUNDED' })
  | (PaymentFields & { readonly status: 'DECLINED'; readonly declineCode: DeclineCode });

/** The mark that an order was voided before it had a payment, so that it never gets one. */
export interface Blocked {
  readonly status: 'BLOCKED';
}

/** What is recorded for an order. */
export type OrderRecord = Payment | Requested | Blocked | undefined;

/** What can be asked of a payment that is there. */
export type Command = 'CAPTURE' | 'VOID' | 'REFUND';

/** The state that a command starts from, the one that it leads to, and what it moves. */
export const TRANSITIONS = {
  CAPTURE: { from: 'AUTHORIZED', to: 'CAPTURED', movement: MOVEMENTS.CAPTURE },
  VOID: { from: 'AUTHORIZED', to: 'VOIDED', movement: MOVEMENTS.VOID },
  REFUND: { from: 'CAPTURED', to: 'REFUNDED', movement: MOVEMENTS.REFUND },
} as const;

export interface Authorization {
  readonly orderId: string;
  readonly userId: string;
  /** From zero: an order that costs nothing is authorised without a wallet, and nothing moves. */
  readonly amount: Money;
}

/** What to answer when a write changed nothing. */
export type Verdict =
  /** It was done before, or there is nothing to do. */
  | { readonly kind: 'UNCHANGED'; readonly payment: Payment | null }
  /** What is recorded does not allow it. */
  | { readonly kind: 'CONFLICT'; readonly message: string }
  /** What is recorded allows it now: it changed between the write and the look at it. */
  | { readonly kind: 'AGAIN' };

const conflict = (message: string): Verdict => ({ kind: 'CONFLICT', message });
const unchanged = (payment: Payment | null): Verdict => ({ kind: 'UNCHANGED', payment });

/**
 * Why an authorisation wrote nothing. The same again gets the same payment while its money is held or taken, or
 * when it was declined; it is a conflict once the money went back: nobody may take that answer for a yes.
 */
export function judgeAuthorization(wanted: Authorization, found: OrderRecord): Verdict {
  if (!found) return { kind: 'AGAIN' };
  if (found.status === 'BLOCKED') {
    return conflict('The order was voided before it had a payment, so it cannot be authorised any more.');
  }
  if (found.userId !== wanted.userId) return conflict('The order has a payment of another user.');
  if (!equal(found.amount, wanted.amount)) return conflict('The order has a payment of another amount.');
  if (found.status === 'REQUESTED') return { kind: 'AGAIN' };
  if (found.status === 'VOIDED' || found.status === 'REFUNDED') {
    return conflict(`The order's payment is ${found.status}, so it cannot be authorised again.`);
  }
  return unchanged(found);
}

/** Nothing is left to be set free: a saga that goes backward refunds first, and then voids. */
function holdsNothing({ status }: Payment): boolean {
  return status === 'DECLINED' || status === 'REFUNDED';
}

/** Why a command changed nothing. */
export function judgeCommand(command: Command, found: OrderRecord): Verdict {
  const { from, to } = TRANSITIONS[command];
  if (found === undefined || found.status === 'BLOCKED') {
    return command === 'VOID' ? unchanged(null) : conflict('The order has no payment.');
  }
  if (found.status === 'REQUESTED') {
    return command === 'VOID' ? { kind: 'AGAIN' } : conflict('Nobody knows yet whether the payment is held.');
  }
  if (found.status === to) return unchanged(found);
  if (found.status === from) return { kind: 'AGAIN' };
  if (command === 'VOID' && holdsNothing(found)) return unchanged(found);
  return conflict(`The order's payment is ${found.status}; only one that is ${from} can become ${to}.`);
}
