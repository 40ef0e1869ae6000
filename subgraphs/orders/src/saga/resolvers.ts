import { isId } from '@holdfast/kit-base/ids';
import { id, validate } from '@holdfast/kit-values/validation';
import type { QueryResolvers, Resolvers } from '../generated/resolvers.ts';
import { visibleTo } from '../orders/access.ts';

export const sagaResolvers: Pick<Resolvers, 'Saga'> & { Query: Pick<QueryResolvers, 'saga'> } = {
  Query: {
    saga: async (_root, args, { identity, orders }) =>
      visibleTo(identity, await orders.load(validate(id, args.id, ['id']))),
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
