import type { Money } from '@holdfast/kit-values/money';
import {
  type Authorization,
  type DeclineCode,
  judgeAuthorization,
  type Payment,
  type Requested,
  type Verdict,
} from '../payments/domain/payment.ts';

/** The states of a payment that an external provider reports. */
export const REPORTED = ['authorized', 'captured', 'voided', 'refunded', 'declined'] as const;

export type Reported = (typeof REPORTED)[number];

/** The provider's report on an order's payment, in an answer or an event. It may be outdated. */
export type Report =
  | { readonly status: Exclude<Reported, 'declined'>; readonly amount: Money }
  | { readonly status: 'declined'; readonly amount: Money; readonly code: DeclineCode };

/** The commands to an external provider on a payment that it was asked to hold. */
export type Asked = 'CAPTURE' | 'VOID' | 'REFUND';

/** A payment at an external provider, as far as it is known here. */
export interface ProviderPayment {
  readonly payment: Payment | Requested;
  /** The command that was sent and has not been answered. */
  readonly asked: Asked | null;
}

export type Settled = Payment['status'];

/** The states from which a report may lead to each state: only forward, whatever order reports arrive in. */
export const SETTLED_FROM = {
  AUTHORIZED: ['REQUESTED'],
  DECLINED: ['REQUESTED'],
  CAPTURED: ['REQUESTED', 'AUTHORIZED'],
  VOIDED: ['REQUESTED', 'AUTHORIZED'],
  REFUNDED: ['CAPTURED'],
} as const satisfies Record<Settled, readonly ProviderPayment['payment']['status'][]>;

/** The states that a report leads through: a refunded payment was captured, even when no report said so. */
export const STEPS_TO = {
  authorized: ['AUTHORIZED'],
  declined: ['DECLINED'],
  captured: ['CAPTURED'],
  voided: ['VOIDED'],
  refunded: ['CAPTURED', 'REFUNDED'],
} as const satisfies Record<Reported, readonly Settled[]>;

/** The states in which each command may be sent. */
export const ASKED_FROM = {
  CAPTURE: ['AUTHORIZED'],
  VOID: ['REQUESTED', 'AUTHORIZED'],
  REFUND: ['CAPTURED'],
} as const satisfies Record<Asked, readonly ProviderPayment['payment']['status'][]>;

/** Returns true when a hold at the provider is unwanted, because the payment ended without it. */
export function isUnwanted({ payment }: ProviderPayment): boolean {
  return payment.status === 'VOIDED' || payment.status === 'DECLINED';
}

/** Judges how to answer an authorisation; AGAIN when the provider has to be asked. */
export function judgeRequest(wanted: Authorization, { payment, asked }: ProviderPayment): Verdict {
  const verdict = judgeAuthorization(wanted, payment);
  if (verdict.kind === 'CONFLICT' || asked !== 'VOID') return verdict;
  return { kind: 'CONFLICT', message: "The order's payment is being voided, so it cannot be authorised." };
}
