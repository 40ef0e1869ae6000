import { isId } from '@holdfast/kit-base/ids';
import { formatMoney } from '@holdfast/kit-values/money';
import { DateTime, Decimal } from '@holdfast/kit-values/scalars';
import { validate } from '@holdfast/kit-values/validation';
import type { Resolvers } from './generated/resolvers.ts';
import { authorizationInput, orderInput, topUpInput } from './input.ts';
import { readEntriesPage } from './readEntriesPage.ts';
import { readPayment } from './readPayment.ts';
import { readPaymentOfOrder } from './readPaymentOfOrder.ts';
import { readWallet } from './readWallet.ts';
import { topUpWallet } from './topUpWallet.ts';

export const resolvers: Resolvers = {
  DateTime,
  Decimal,
  Query: {
    paymentOfOrder: (_, args, { dependencies }) =>
      readPaymentOfOrder(dependencies, validate(orderInput, args).orderId),
  },
  Mutation: {
    topUpWallet: (_, args, { dependencies, identity }) =>
      topUpWallet(dependencies, identity, validate(topUpInput, args)),
    authorizePayment: (_, args, { provider }) => provider.authorize(validate(authorizationInput, args)),
    capturePayment: (_, args, { provider }) => provider.capture(validate(orderInput, args).orderId),
    voidPayment: (_, args, { provider }) => provider.void(validate(orderInput, args).orderId),
    refundPayment: (_, args, { provider }) => provider.refund(validate(orderInput, args).orderId),
  },
  User: {
    // Whether there is such a user is for the users service to say.
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    wallet: ({ id }, _, { wallets, identity }) => readWallet(wallets, identity, id),
  },
  Wallet: {
    balance: ({ available, held, currency }) => ({ minor: available + held, currency }),
    held: ({ held, currency }) => ({ minor: held, currency }),
    available: ({ available, currency }) => ({ minor: available, currency }),
    entries: (wallet, args, { entries }) => readEntriesPage(entries, wallet, args),
  },
  Payment: {
    __resolveReference: ({ id }, { payments, identity }) =>
      isId(id) ? readPayment(payments, identity, id) : null,
    declineCode: (payment) => (payment.status === 'DECLINED' ? payment.declineCode : null),
  },
  Money: {
    amount: (money) => formatMoney(money).amount,
  },
};
