import { pageRequest } from '@holdfast/kit/connection';
import { forbidden } from '@holdfast/kit/errors';
import { isId } from '@holdfast/kit/ids';
import { formatMoney, times } from '@holdfast/kit/money';
import { scalars } from '@holdfast/kit/scalars';
import { id, validate } from '@holdfast/kit/validation';
import type { Resolvers } from './generated/resolvers.ts';
import { orderPage } from './pages.ts';
import { placeOrder } from './placeOrder.ts';
import { readPlaceOrderInput } from './placeOrderInput.ts';
import { visibleTo } from './visibleTo.ts';

export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
  Query: {
    order: async (_root, args, { identity, orders }) =>
      visibleTo(identity, await orders.load(validate(id, args.id, ['id']))),
    orders: (_root, args, { deps }) => orderPage(deps, { customerId: null }, pageRequest(args, [isId])),
    saga: async (_root, args, { identity, orders }) =>
      visibleTo(identity, await orders.load(validate(id, args.id, ['id']))),
  },
  Mutation: {
    placeOrder: (_root, { input }, { deps, identity }) =>
      placeOrder(deps, readPlaceOrderInput(input, identity)),
  },
  User: {
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    orders: (user, args, { deps, identity }) => {
      if (identity.user?.id !== user.id && !identity.scopes.has('orders:all')) throw forbidden();
      return orderPage(deps, { customerId: user.id }, pageRequest(args, [isId]));
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
    unitPrice: ({ unitPrice }) => formatMoney(unitPrice),
    total: ({ unitPrice, quantity }) => formatMoney(times(unitPrice, quantity)),
  },
  Saga: {
    __resolveReference: async ({ id }, { identity, orders }) =>
      isId(id) ? visibleTo(identity, await orders.load(id)) : null,
    orderId: ({ id }) => id,
    status: ({ saga }) => saga.status,
    steps: ({ saga }) => [...saga.steps],
    startedAt: ({ saga }) => saga.startedAt,
    finishedAt: ({ saga }) => saga.finishedAt,
  },
};
