import { id, text, validate } from '@holdfast/kit-values/validation';
import { z } from 'zod';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { actorOf } from '../orders/access.ts';
import { cancelOrder } from './cancelOrder.ts';
import { updateOrderStatus } from './updateOrderStatus.ts';

const cancelArguments = z.object({ id, reason: text(1, 500).nullable() });

export const fulfillmentResolvers: {
  Mutation: Pick<MutationResolvers, 'cancelOrder' | 'updateOrderStatus'>;
} = {
  Mutation: {
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
};
