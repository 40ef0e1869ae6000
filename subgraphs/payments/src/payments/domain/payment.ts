import { equal, type Money } from '@holdfast/kit-values/money';
import { MOVEMENTS } from '../../ledger/domain.ts';

/** The provider was asked to hold the money, or is about to be. Whether it does is not known yet. */
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

/** Marks an order that was voided before it had a payment, so that it never gets one. */
export interface Blocked {
  readonly status: 'BLOCKED';
}

/** The record of an order. */
export type OrderRecord = Payment | Requested | Blocked | undefined;

/** The commands on an existing payment. */
export type Command = 'CAPTURE' | 'VOID' | 'REFUND';

/** The state that a command starts from, the state that it leads to, and its movement. */
export const TRANSITIONS = {
  CAPTURE: { from: 'AUTHORIZED', to: 'CAPTURED', movement: MOVEMENTS.CAPTURE },
  VOID: { from: 'AUTHORIZED', to: 'VOIDED', movement: MOVEMENTS.VOID },
  REFUND: { from: 'CAPTURED', to: 'REFUNDED', movement: MOVEMENTS.REFUND },
} as const;

export interface Authorization {
  readonly orderId: string;
  readonly userId: string;
  /** Zero or more: an order that costs nothing is authorised without a wallet, and nothing moves. */
  readonly amount: Money;
}

/** The answer to a command whose write changed nothing. */
export type Verdict =
  /** The command was carried out before, or there is nothing to do. */
  | { readonly kind: 'UNCHANGED'; readonly payment: Payment | null }
  /** The recorded state does not allow the command. */
  | { readonly kind: 'CONFLICT'; readonly message: string }
  /** The recorded state allows the command: it changed between the write and the read. */
  | { readonly kind: 'AGAIN' };

const conflict = (message: string): Verdict => ({ kind: 'CONFLICT', message });
const unchanged = (payment: Payment | null): Verdict => ({ kind: 'UNCHANGED', payment });

/**
 * Judges why an authorisation wrote nothing. A repeated authorisation gets the same payment while its money
 * is held or captured, or when it was declined. Once the money went back it is a conflict, because the caller
 * must not take the answer for an approval.
 */
export function judgeAuthorization(wanted: Authorization, found: OrderRecord): Verdict {
  if (!found) return { kind: 'AGAIN' };
  if (found.status === 'BLOCKED') {
    return conflict('The order was voided before it had a payment, so it can no longer be authorised.');
  }
  if (found.userId !== wanted.userId) return conflict('The order has a payment of another user.');
  if (!equal(found.amount, wanted.amount)) return conflict('The order has a payment of another amount.');
  if (found.status === 'REQUESTED') return { kind: 'AGAIN' };
  if (found.status === 'VOIDED' || found.status === 'REFUNDED') {
    return conflict(`The order's payment is ${found.status}, so it cannot be authorised again.`);
  }
  return unchanged(found);
}

/** Returns true when nothing is left to release: a saga that compensates refunds first, and then voids. */
function holdsNothing({ status }: Payment): boolean {
  return status === 'DECLINED' || status === 'REFUNDED';
}

/** Judges why a command changed nothing. */
export function judgeCommand(command: Command, found: OrderRecord): Verdict {
  const { from, to } = TRANSITIONS[command];
  if (found === undefined || found.status === 'BLOCKED') {
    return command === 'VOID' ? unchanged(null) : conflict('The order has no payment.');
  }
  if (found.status === 'REQUESTED') {
    return command === 'VOID'
      ? { kind: 'AGAIN' }
      : conflict('It is not known yet whether the payment is held.');
  }
  if (found.status === to) return unchanged(found);
  if (found.status === from) return { kind: 'AGAIN' };
  if (command === 'VOID' && holdsNothing(found)) return unchanged(found);
  return conflict(`The order's payment is ${found.status}; only one that is ${from} can become ${to}.`);
}
