import { codeOf } from '@holdfast/kit-base/errors';
import { CapturePaymentDocument, RefundPaymentDocument } from '../../generated/payments.ts';
import { WRITING } from '../retry.ts';
import type { Step } from './step.ts';

/** Takes the money that is held. */
export const capturePayment: Step = {
  name: 'CAPTURE_PAYMENT',
  rejectedAs: 'PAYMENT_DECLINED',
  retry: WRITING,
  calls: 1,
  needed: () => true,
  async run(order, { services, call }) {
    await services.payments.call(CapturePaymentDocument, { orderId: order.id }, call);
    return { kind: 'done' };
  },
  async compensate(order, { services, call }) {
    try {
      await services.payments.call(RefundPaymentDocument, { orderId: order.id }, call);
    } catch (error) {
      // CONFLICT: nothing was taken. Voiding, which comes next, sees to it that nothing will be.
      if (codeOf(error) !== 'CONFLICT') throw error;
    }
    return {};
  },
};
