import { forbidden } from '@holdfast/kit-base/errors';
import { isId } from '@holdfast/kit-base/ids';
import { formatMoney, times } from '@holdfast/kit-values/money';
import { pageRequest } from '@holdfast/kit-values/page';
import { scalars } from '@holdfast/kit-values/scalars';
import { id, text, validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import { actorOf } from './actorOf.ts';
import { cancelOrder } from './cancelOrder.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { readOrderFilter } from './orderFilterInput.ts';
import { orderLines } from './orderLines.ts';
import { ORDER_KEYS, orderPage } from './pages.ts';
import { placeOrder } from './placeOrder.ts';
import { readPlaceOrderInput } from './placeOrderInput.ts';
import { quote } from './quote.ts';
import { updateOrderStatus } from './updateOrderStatus.ts';
import { visibleTo } from './visibleTo.ts';

const cancelArguments = z.object({ id, reason: text(1, 500).nullable() });

export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Decimal: scalars.Decimal,
  Query: {
    order: async (_root, args, { identity, orders }) =>
      visibleTo(identity, await orders.load(validate(id, args.id, ['id']))),
    orders: (_root, args, { deps }) =>
      orderPage(deps, readOrderFilter(args.filter, null), pageRequest(args, ORDER_KEYS)),
    saga: async (_root, args, { identity, orders }) =>
      visibleTo(identity, await orders.load(validate(id, args.id, ['id']))),
    quote: (_root, args, { deps, identity }) =>
      quote(deps, validate(orderLines, args.lines, ['lines']), identity.user),
  },
  Mutation: {
    placeOrder: (_root, { input }, { deps, identity }) =>
      placeOrder(deps, readPlaceOrderInput(input, identity)),
    cancelOrder: (_root, args, { deps, identity }) => {
      const command = validate(cancelArguments, { ...args, reason: args.reason ?? null });
      return cancelOrder(deps, { ...command, identity });
    },
    updateOrderStatus: (_root, args, { deps, identity }) =>
      updateOrderStatus(deps, {
        id: validate(id, args.id, ['id']),
        status: args.status,
        actor: actorOf(identity),
      }),
  },
  User: {
    __resolveReference: ({ id }) => (isId(id) ? { id } : null),
    orders: (user, args, { deps, identity }) => {
      if (identity.user?.id !== user.id && !identity.scopes.has('orders:all')) throw forbidden();
      return orderPage(deps, readOrderFilter(args.filter, user.id), pageRequest(args, ORDER_KEYS));
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
