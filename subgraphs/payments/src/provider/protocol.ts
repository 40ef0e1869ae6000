/** The messages between this service and an external payment provider, which README.md describes. */
import { formatMoney, type Money, parseMoney } from '@holdfast/kit-values/money';
import { z } from 'zod';
import type { DeclineCode } from '../payments/domain/payment.ts';
import { REPORTED, type Report } from './domain.ts';

/** VOID_LATE voids a hold that was made after its payment had ended. As a separate step, it has its own key. */
export type ProviderStep = 'AUTHORIZE' | 'CAPTURE' | 'VOID' | 'VOID_LATE' | 'REFUND';

const COMMANDS = {
  AUTHORIZE: 'authorize',
  CAPTURE: 'capture',
  VOID: 'void',
  VOID_LATE: 'void',
  REFUND: 'refund',
} as const satisfies Record<ProviderStep, string>;

const DECLINE_CODES: Readonly<Record<string, DeclineCode>> = {
  insufficient_funds: 'INSUFFICIENT_FUNDS',
  currency_not_supported: 'CURRENCY_NOT_SUPPORTED',
};

/** Returns the body of a request. */
export function writeCommand(step: ProviderStep, orderId: string, amount: Money, userId?: string): string {
  return JSON.stringify({
    command: COMMANDS[step],
    payment: orderId,
    customer: userId,
    ...formatMoney(amount),
  });
}

/** The provider's report on a payment: the body of an answer, and the `data` of an event. */
export const reportSchema = z
  .object({
    status: z.enum(REPORTED),
    amount: z.string().max(40),
    currency: z.string().max(10),
    code: z.string().optional(),
  })
  .transform(({ status, amount, currency, code }, context): Report => {
    const money = parseMoney({ amount, currency });
    if (typeof money === 'string') {
      context.addIssue({ code: 'custom', message: money });
      return z.NEVER;
    }
    if (status !== 'declined') return { status, amount: money };
    return { status, amount: money, code: DECLINE_CODES[code ?? ''] ?? 'DECLINED_BY_PROVIDER' };
  });
