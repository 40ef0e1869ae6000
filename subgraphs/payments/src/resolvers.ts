import { formatMoney } from '@holdfast/kit-values/money';
import { DateTime, Decimal } from '@holdfast/kit-values/scalars';
import type { Resolvers } from './generated/resolvers.ts';
import { paymentResolvers } from './payments/resolvers.ts';
import { walletResolvers } from './wallets/resolvers.ts';

export const resolvers: Resolvers = {
  ...paymentResolvers,
  ...walletResolvers,
  Mutation: { ...paymentResolvers.Mutation, ...walletResolvers.Mutation },
  DateTime,
  Decimal,
  Money: { amount: (money) => formatMoney(money).amount },
};
