import { z } from 'zod';
import { actor, change, type EventDefinition, id, money } from './parts.ts';

const payment = z.object({ paymentId: id, orderId: id, userId: id, amount: money });

export const PAYMENT_EVENTS = {
  WalletToppedUp: {
    source: 'payments',
    subject: 'userId',
    when: "Money was added to a user's wallet.",
    data: z.object({ userId: id, transactionId: id, amount: money, reference: z.string(), actor, ...change }),
  },
  PaymentAuthorized: {
    source: 'payments',
    subject: 'paymentId',
    when: 'The money for an order was held.',
    data: payment,
  },
  PaymentCaptured: {
    source: 'payments',
    subject: 'paymentId',
    when: 'Held money was taken.',
    data: payment,
  },
  PaymentVoided: {
    source: 'payments',
    subject: 'paymentId',
    when: 'Held money was freed again, or will never be held.',
    data: payment,
  },
  PaymentRefunded: {
    source: 'payments',
    subject: 'paymentId',
    when: 'Taken money was given back.',
    data: payment,
  },
  PaymentDeclined: {
    source: 'payments',
    subject: 'paymentId',
    when: 'The money for an order could not be held.',
    data: payment.extend({
      declineCode: z.enum(['INSUFFICIENT_FUNDS', 'CURRENCY_NOT_SUPPORTED', 'DECLINED_BY_PROVIDER']),
    }),
  },
} as const satisfies Record<string, EventDefinition>;
