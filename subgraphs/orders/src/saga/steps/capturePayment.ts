import { codeOf } from '@holdfast/kit-base/errors';
import { CapturePaymentDocument, RefundPaymentDocument } from '../../generated/payments.ts';
import { STEP_RETRIES } from '../retry.ts';
import type { Step } from './step.ts';

/** Captures the money that is held. */
export const capturePayment: Step = {
  name: 'CAPTURE_PAYMENT',
  rejectedAs: 'PAYMENT_DECLINED',
  retries: STEP_RETRIES,
  maxCalls: 1,
  needed: () => true,
  async run(order, { services, call }) {
    await services.payments.call(CapturePaymentDocument, { orderId: order.id }, call);
    return { kind: 'done' };
  },
  async compensate(order, { services, call }) {
    try {
      await services.payments.call(RefundPaymentDocument, { orderId: order.id }, call);
    } catch (error) {
      // CONFLICT: nothing was captured. Voiding the payment, which comes next, makes sure that nothing will
      // be.
      if (codeOf(error) !== 'CONFLICT') throw error;
    }
    return {};
  },
};
