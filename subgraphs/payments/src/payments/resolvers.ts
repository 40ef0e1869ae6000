import { isId } from '@holdfast/kit-base/ids';
import { validate } from '@holdfast/kit-values/validation';
import type { MutationResolvers, Resolvers } from '../generated/resolvers.ts';
import { authorizationInput, orderInput } from './input.ts';
import { readPayment, readPaymentOfOrder } from './readPayment.ts';

interface PaymentResolvers extends Pick<Resolvers, 'Query' | 'Payment'> {
  readonly Mutation: Pick<
    MutationResolvers,
    'authorizePayment' | 'capturePayment' | 'voidPayment' | 'refundPayment'
  >;
}

export const paymentResolvers: PaymentResolvers = {
  Query: {
    paymentOfOrder: (_, args, { dependencies }) =>
      readPaymentOfOrder(dependencies, validate(orderInput, args).orderId),
  },
  Mutation: {
    authorizePayment: (_, args, { provider }) => provider.authorize(validate(authorizationInput, args)),
    capturePayment: (_, args, { provider }) => provider.capture(validate(orderInput, args).orderId),
    voidPayment: (_, args, { provider }) => provider.void(validate(orderInput, args).orderId),
    refundPayment: (_, args, { provider }) => provider.refund(validate(orderInput, args).orderId),
  },
  Payment: {
    __resolveReference: ({ id }, { payments, identity }) =>
      isId(id) ? readPayment(payments, identity, id) : null,
    declineCode: (payment) => (payment.status === 'DECLINED' ? payment.declineCode : null),
  },
};
