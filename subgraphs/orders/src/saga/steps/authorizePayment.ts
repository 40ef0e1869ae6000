import { codeOf } from '@holdfast/kit-base/errors';
import { formatMoney } from '@holdfast/kit-values/money';
import {
  AuthorizePaymentDocument,
  RefundPaymentDocument,
  VoidPaymentDocument,
} from '../../generated/payments.ts';
import { WRITING } from '../retry.ts';
import { holdLonger } from './holdLonger.ts';
import type { Step } from './step.ts';

/** Holds the total in the customer's wallet. The units are held for longer first, so that they are there when it is paid. */
export const authorizePayment: Step = {
  name: 'AUTHORIZE_PAYMENT',
  rejectedAs: 'PAYMENT_DECLINED',
  retry: WRITING,
  calls: 2,
  needed: () => true,
  async run(order, context) {
    const gone = await holdLonger(order, context);
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
    const message = reasonOf(payment.declineCode, amount.currency);
    return { kind: 'refused', rejection: { code: 'PAYMENT_DECLINED', message, shortages: [] }, change };
  },
  async compensate(order, { services, call }) {
    try {
      await services.payments.call(VoidPaymentDocument, { orderId: order.id }, call);
    } catch (error) {
      // CONFLICT: it is taken, by a capture that came after it had been given up.
      if (codeOf(error) !== 'CONFLICT') throw error;
      await services.payments.call(RefundPaymentDocument, { orderId: order.id }, call);
    }
    return {};
  },
};

/** Why a payment was declined, in words: the codes are those of `Payment.declineCode`. */
function reasonOf(code: string | null | undefined, currency: string): string {
  switch (code) {
    case 'INSUFFICIENT_FUNDS':
      return 'There is too little money in the wallet.';
    case 'CURRENCY_NOT_SUPPORTED':
      return `The order is in ${currency}, and the wallet is in another currency.`;
    case 'DECLINED_BY_PROVIDER':
      return 'The payment provider declined it.';
    default:
      return 'The payment was declined.';
  }
}
