import { scalars } from '@holdfast/kit-values/scalars';
import { checkoutResolvers } from './checkout/resolvers.ts';
import { fulfillmentResolvers } from './fulfillment/resolvers.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { orderResolvers } from './orders/resolvers.ts';
import { sagaResolvers } from './saga/resolvers.ts';

export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
  ...orderResolvers,
  ...checkoutResolvers,
  ...sagaResolvers,
  Query: { ...orderResolvers.Query, ...checkoutResolvers.Query, ...sagaResolvers.Query },
  Mutation: { ...checkoutResolvers.Mutation, ...fulfillmentResolvers.Mutation },
};
