import { codeOf } from '@holdfast/kit-base/errors';
import { formatMoney } from '@holdfast/kit-values/money';
import {
  AuthorizePaymentDocument,
  RefundPaymentDocument,
  VoidPaymentDocument,
} from '../../generated/payments.ts';
import { STEP_RETRIES } from '../retry.ts';
import { ensureHold } from './hold.ts';
import type { Step } from './step.ts';

/**
 * Holds the total in the customer's wallet. Renews the hold on the units first if it may end soon, so they are
 * there once the order is paid.
 */
export const authorizePayment: Step = {
  name: 'AUTHORIZE_PAYMENT',
  rejectedAs: 'PAYMENT_DECLINED',
  retries: STEP_RETRIES,
  maxCalls: 2,
  needed: () => true,
  async run(order, context) {
    const gone = await ensureHold(order, context);
    if (gone) return { kind: 'refused', rejection: gone };
    const { services, call } = context;
    const amount = formatMoney(order.total);
    const { authorizePayment: payment } = await services.payments.call(
      AuthorizePaymentDocument,
      { orderId: order.id, userId: order.customerId, amount },
      call,
    );
    const change = { paymentId: payment.id };
    if (payment.status !== 'DECLINED') return { kind: 'done', change };
    const message = declineMessage(payment.declineCode, amount.currency);
    return { kind: 'refused', rejection: { code: 'PAYMENT_DECLINED', message, shortages: [] }, change };
  },
  async compensate(order, { services, call }) {
    try {
      await services.payments.call(VoidPaymentDocument, { orderId: order.id }, call);
    } catch (error) {
      // CONFLICT: the money is captured, by an attempt that arrived after its step had been given up.
      if (codeOf(error) !== 'CONFLICT') throw error;
      await services.payments.call(RefundPaymentDocument, { orderId: order.id }, call);
    }
    return {};
  },
};

/** Describes why a payment was declined. The codes are those of `Payment.declineCode`. */
function declineMessage(code: string | null | undefined, currency: string): string {
  switch (code) {
    case 'INSUFFICIENT_FUNDS':
      return 'There is too little money in the wallet.';
    case 'CURRENCY_NOT_SUPPORTED':
      return `The order is in ${currency}, but the wallet is in another currency.`;
    case 'DECLINED_BY_PROVIDER':
      return 'The payment provider declined the payment.';
    default:
      return 'The payment was declined.';
  }
}
