import { formatMoney, times } from '@holdfast/kit-values/money';
import { validate } from '@holdfast/kit-values/validation';
import type { MutationResolvers, QueryResolvers, Resolvers } from '../generated/resolvers.ts';
import { orderLines, readPlaceOrderInput } from './input.ts';
import { placeOrder } from './placeOrder.ts';
import { quote } from './quote.ts';

export const checkoutResolvers: Pick<Resolvers, 'Quote' | 'QuoteLine'> & {
  Query: Pick<QueryResolvers, 'quote'>;
  Mutation: Pick<MutationResolvers, 'placeOrder'>;
} = {
  Query: {
    quote: (_root, args, { deps, identity }) =>
      quote(deps, validate(orderLines, args.lines, ['lines']), identity.user),
  },
  Mutation: {
    placeOrder: (_root, { input }, { deps, identity }) =>
      placeOrder(deps, readPlaceOrderInput(input, identity)),
  },
  Quote: {
    lines: ({ lines }) => [...lines],
    total: ({ total }) => formatMoney(total),
  },
  QuoteLine: {
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    productKind: ({ kind }) => kind,
    unitPrice: ({ unitPrice }) => formatMoney(unitPrice),
    total: ({ unitPrice, quantity }) => formatMoney(times(unitPrice, quantity)),
  },
};
