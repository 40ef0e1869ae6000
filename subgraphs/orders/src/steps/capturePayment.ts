import { CapturePaymentDocument, RefundPaymentDocument } from '../generated/payments.ts';
import type { Step } from './step.ts';

/** Takes the money that is held. */
export const capturePayment: Step = {
  name: 'CAPTURE_PAYMENT',
  needed: () => true,
  async run(order, { services, call }) {
    await services.payments.call(CapturePaymentDocument, { orderId: order.id }, call);
    return { kind: 'done' };
  },
  async compensate(order, { services, call }) {
    await services.payments.call(RefundPaymentDocument, { orderId: order.id }, call);
    return {};
  },
};
