import { validate } from '@holdfast/kit-values/validation';
import { adjustStock } from '../adjustStock.ts';
import { actorOf, type Context } from '../context.ts';
import { createWarehouse } from '../createWarehouse.ts';
import type { Reservation, Settling } from '../domain/reservation.ts';
import { sumByProduct } from '../domain/stock.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { receiveStock } from '../receiveStock.ts';
import { releaseReference } from '../releaseReference.ts';
import { renewReservation } from '../renewReservation.ts';
import { type ReserveStockOutcome, reserveStock } from '../reserveStock.ts';
import { setReorderThreshold } from '../setReorderThreshold.ts';
import { settleReservation } from '../settleReservation.ts';
import { transferStock } from '../transferStock.ts';
import {
  adjustArguments,
  receiveArguments,
  referenceArguments,
  renewArguments,
  reserveArguments,
  settleArguments,
  thresholdArguments,
  transferArguments,
  warehouseArguments,
} from './arguments.ts';

export const mutations: MutationResolvers = {
  createWarehouse: (_root, args, { deps, identity }) =>
    createWarehouse(deps, { ...validate(warehouseArguments, args), actor: actorOf(identity) }),
  receiveStock: (_root, args, { deps, identity }) => {
    const command = validate(receiveArguments, optional(args));
    return receiveStock(deps, { ...command, actor: actorOf(identity) });
  },
  adjustStock: (_root, args, { deps, identity }) => {
    const command = validate(adjustArguments, optional(args));
    return adjustStock(deps, { ...command, actor: actorOf(identity) });
  },
  transferStock: (_root, args, { deps, identity }) => {
    const command = validate(transferArguments, optional(args));
    return transferStock(deps, { ...command, actor: actorOf(identity) });
  },
  setReorderThreshold: (_root, args, { deps, identity }) =>
    setReorderThreshold(deps, { ...validate(thresholdArguments, args), actor: actorOf(identity) }),
  renewReservation: async (_root, args, { deps, identity }) => {
    const command = validate(renewArguments, { ...args, ttlSeconds: args.ttlSeconds ?? 900 });
    return toResult(await renewReservation(deps, { ...command, actor: actorOf(identity) }));
  },
  reserveStock: async (_root, args, { queue, identity }) => {
    const { reference, lines, ttlSeconds } = validate(reserveArguments, {
      ...args,
      ttlSeconds: args.ttlSeconds ?? 900,
    });
    const outcome = await reserveStock(queue, {
      reference,
      quantities: sumByProduct(lines),
      ttlSeconds,
      customerId: identity.user?.id ?? null,
      actor: actorOf(identity),
    });
    return toResult(outcome);
  },
  confirmReservation: (_root, args, context) => settle('CONFIRM', args, context),
  releaseReservation: (_root, args, context) => settle('RELEASE', args, context),
  releaseReference: (_root, args, { deps, queue, identity }) => {
    const command = validate(referenceArguments, { ...args, reason: args.reason ?? null });
    const customerId = identity.user?.id ?? null;
    return releaseReference(deps, queue, { ...command, customerId, actor: actorOf(identity) });
  },
  returnReservation: (_root, args, context) => settle('RETURN', args, context),
};

function toResult(outcome: ReserveStockOutcome) {
  return outcome.kind === 'reserved' ? outcome.reservation : { shortages: [...outcome.shortages] };
}

function settle(
  settling: Settling,
  { id, reason = null }: { id: string; reason?: string | null },
  { queue, identity }: Context,
): Promise<Reservation> {
  const command = validate(settleArguments, { id, reason });
  return settleReservation(queue, { ...command, settling, actor: actorOf(identity) });
}

/** Arguments that may be left out, as null. */
function optional<Args extends { idempotencyKey?: string | null; reason?: string | null }>(args: Args) {
  return { ...args, reason: args.reason ?? null, idempotencyKey: args.idempotencyKey ?? null };
}
