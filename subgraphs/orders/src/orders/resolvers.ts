import { forbidden } from '@holdfast/kit-base/errors';
import { isId } from '@holdfast/kit-base/ids';
import { formatMoney, times } from '@holdfast/kit-values/money';
import { pageRequest } from '@holdfast/kit-values/page';
import { id, validate } from '@holdfast/kit-values/validation';
import type { QueryResolvers, Resolvers } from '../generated/resolvers.ts';
import { visibleTo } from './access.ts';
import { readOrderFilter } from './input.ts';
import { ORDER_KEYS, orderPage } from './pages.ts';

export const orderResolvers: Pick<Resolvers, 'User' | 'Order' | 'OrderLine'> & {
  Query: Pick<QueryResolvers, 'order' | 'orders'>;
} = {
  Query: {
    order: async (_root, args, { identity, orders }) =>
      visibleTo(identity, await orders.load(validate(id, args.id, ['id']))),
    orders: (_root, args, { deps }) =>
      orderPage(deps.orders, readOrderFilter(args.filter, null), pageRequest(args, ORDER_KEYS)),
  },
  User: {
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    orders: (user, args, { deps, identity }) => {
      if (identity.user?.id !== user.id && !identity.scopes.has('orders:all')) throw forbidden();
      return orderPage(deps.orders, readOrderFilter(args.filter, user.id), pageRequest(args, ORDER_KEYS));
    },
  },
  Order: {
    __resolveReference: async ({ id }, { identity, orders }) =>
      isId(id) ? visibleTo(identity, await orders.load(id)) : null,
    customer: ({ customerId }) => ({ __typename: 'User', id: customerId }),
    lines: ({ lines }) => [...lines],
    total: ({ total }) => formatMoney(total),
    rejection: ({ rejection }) => rejection && { ...rejection, shortages: [...rejection.shortages] },
    reservation: ({ reservationId }) =>
      reservationId === null ? null : { __typename: 'Reservation', id: reservationId },
    payment: ({ paymentId }) => (paymentId === null ? null : { __typename: 'Payment', id: paymentId }),
    saga: (order) => order,
    history: ({ history }) => [...history],
  },
  OrderLine: {
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    productKind: ({ kind }) => kind,
    unitPrice: ({ unitPrice }) => formatMoney(unitPrice),
    total: ({ unitPrice, quantity }) => formatMoney(times(unitPrice, quantity)),
  },
};
