import { isId } from '@holdfast/kit-base/ids';
import { id, validate } from '@holdfast/kit-values/validation';
import type {
  MutationResolvers,
  QueryResolvers,
  ReservationLineResolvers,
  ReservationResolvers,
  ReserveStockResultResolvers,
} from '../generated/resolvers.ts';
import type { CommandQueue } from './commandQueue/commandQueue.ts';
import { sumByProduct } from './domain/quantities.ts';
import { type Reservation, type Settling, visibleTo } from './domain/reservation.ts';
import { referenceInput, renewInput, reserveInput, settleInput } from './input.ts';
import { releaseReference } from './releaseReference.ts';
import { renewReservation } from './renewReservation.ts';
import { type ReserveStockOutcome, reserveStock } from './reserveStock.ts';
import { settleReservation } from './settleReservation.ts';

const DEFAULT_TTL_SECONDS = 900;

export const reservationResolvers = {
  Query: {
    reservation: async (_root, args, { identity, reservations }) =>
      visibleTo(identity, await reservations.load(validate(id, args.id, ['id']))),
  },
  Mutation: {
    reserveStock: async (_root, args, { queue, identity, actor }) => {
      const { reference, lines, ttlSeconds } = validate(reserveInput, {
        ...args,
        ttlSeconds: args.ttlSeconds ?? DEFAULT_TTL_SECONDS,
      });
      const outcome = await reserveStock(queue, {
        reference,
        quantities: sumByProduct(lines),
        ttlSeconds,
        customerId: identity.user?.id ?? null,
        actor,
      });
      return toResult(outcome);
    },
    renewReservation: async (_root, args, { deps, actor }) => {
      const command = validate(renewInput, { ...args, ttlSeconds: args.ttlSeconds ?? DEFAULT_TTL_SECONDS });
      return toResult(await renewReservation(deps, { ...command, actor }));
    },
    confirmReservation: (_root, args, context) => settle('CONFIRM', args, context),
    releaseReservation: (_root, args, context) => settle('RELEASE', args, context),
    returnReservation: (_root, args, context) => settle('RETURN', args, context),
    releaseReference: (_root, args, { deps, queue, identity, actor }) => {
      const command = validate(referenceInput, { ...args, reason: args.reason ?? null });
      const customerId = identity.user?.id ?? null;
      return releaseReference(deps, queue, { ...command, customerId, actor });
    },
  },
  ReserveStockResult: {
    __resolveType: (result) => ('shortages' in result ? 'InsufficientStock' : 'Reservation'),
  },
  Reservation: {
    __resolveReference: async ({ id }, { identity, reservations }) =>
      isId(id) ? visibleTo(identity, await reservations.load(id)) : null,
    lines: ({ id }, _args, { reservationLines }) => reservationLines.load(id),
  },
  ReservationLine: {
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    warehouse: ({ warehouseId }, _args, { warehouses }) => warehouses.load(warehouseId),
  },
} satisfies {
  Query: Partial<QueryResolvers>;
  Mutation: Partial<MutationResolvers>;
  ReserveStockResult: ReserveStockResultResolvers;
  Reservation: ReservationResolvers;
  ReservationLine: ReservationLineResolvers;
};

function toResult(outcome: ReserveStockOutcome) {
  return outcome.kind === 'reserved' ? outcome.reservation : { shortages: [...outcome.shortages] };
}

function settle(
  settling: Settling,
  { id, reason = null }: { id: string; reason?: string | null },
  { queue, actor }: { queue: CommandQueue; actor: string },
): Promise<Reservation> {
  const command = validate(settleInput, { id, reason });
  return settleReservation(queue, { ...command, settling, actor });
}
