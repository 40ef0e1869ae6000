import type { Money } from '@holdfast/kit-values/money';
import {
  type Authorization,
  type DeclineCode,
  judgeAuthorization,
  type Payment,
  type Requested,
  type Verdict,
} from '../payments/domain.ts';

/** What an external provider says that a payment is. */
export const REPORTED = ['authorized', 'captured', 'voided', 'refunded', 'declined'] as const;

export type Reported = (typeof REPORTED)[number];

/** The provider's word on an order's payment, in an answer or an event; perhaps not its last one. */
export type Report =
  | { readonly status: Exclude<Reported, 'declined'>; readonly amount: Money }
  | { readonly status: 'declined'; readonly amount: Money; readonly code: DeclineCode };

/** What an external provider can be asked of a payment that it was asked to hold. */
export type Asked = 'CAPTURE' | 'VOID' | 'REFUND';

/** A payment of an external provider, as far as it is known. */
export interface ProviderPayment {
  readonly payment: Payment | Requested;
  /** What was asked and has not been heard of since. */
  readonly asked: Asked | null;
}

export type Settled = Payment['status'];

/** The states from which a report leads to a state: never back, whatever order the reports come in. */
export const SETTLED_FROM = {
  AUTHORIZED: ['REQUESTED'],
  DECLINED: ['REQUESTED'],
  CAPTURED: ['REQUESTED', 'AUTHORIZED'],
  VOIDED: ['REQUESTED', 'AUTHORIZED'],
  REFUNDED: ['CAPTURED'],
} as const satisfies Record<Settled, readonly ProviderPayment['payment']['status'][]>;

/** The states that a report leads through: what was refunded was captured, whether or not that was heard of. */
export const STEPS_TO = {
  authorized: ['AUTHORIZED'],
  declined: ['DECLINED'],
  captured: ['CAPTURED'],
  voided: ['VOIDED'],
  refunded: ['CAPTURED', 'REFUNDED'],
} as const satisfies Record<Reported, readonly Settled[]>;

/** From where each thing may be asked. */
export const ASKED_FROM = {
  CAPTURE: ['AUTHORIZED'],
  VOID: ['REQUESTED', 'AUTHORIZED'],
  REFUND: ['CAPTURED'],
} as const satisfies Record<Asked, readonly ProviderPayment['payment']['status'][]>;

/** Whether a hold at the provider is one that nobody here wants: the payment ended without it. */
export function isUnwanted({ payment }: ProviderPayment): boolean {
  return payment.status === 'VOIDED' || payment.status === 'DECLINED';
}

/** What to answer to an authorisation; AGAIN when the provider has to be asked. */
export function judgeRequest(wanted: Authorization, { payment, asked }: ProviderPayment): Verdict {
  const verdict = judgeAuthorization(wanted, payment);
  if (verdict.kind === 'CONFLICT' || asked !== 'VOID') return verdict;
  return { kind: 'CONFLICT', message: "The order's payment is being voided, so it cannot be authorised." };
}
