import { validate } from '@holdfast/kit/validation';
import { adjustStock } from '../adjustStock.ts';
import { actorOf } from '../context.ts';
import { createWarehouse } from '../createWarehouse.ts';
import { sumByProduct } from '../domain/stock.ts';
import { endReservation } from '../endReservation.ts';
import type { MutationResolvers } from '../generated/resolvers.ts';
import { receiveStock } from '../receiveStock.ts';
import { releaseReference } from '../releaseReference.ts';
import { renewReservation } from '../renewReservation.ts';
import type { ReserveStockOutcome } from '../reserveStock.ts';
import { returnReservation } from '../returnReservation.ts';
import { setReorderThreshold } from '../setReorderThreshold.ts';
import { transferStock } from '../transferStock.ts';
import {
  adjustArguments,
  endArguments,
  receiveArguments,
  referenceArguments,
  renewArguments,
  reserveArguments,
  thresholdArguments,
  transferArguments,
  warehouseArguments,
} from './arguments.ts';

export const mutations: MutationResolvers = {
  createWarehouse: (_root, args, { deps }) => createWarehouse(deps, validate(warehouseArguments, args)),
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
  setReorderThreshold: (_root, args, { deps }) =>
    setReorderThreshold(deps, validate(thresholdArguments, args)),
  renewReservation: async (_root, args, { deps, identity }) => {
    const command = validate(renewArguments, { ...args, ttlSeconds: args.ttlSeconds ?? 900 });
    return toResult(await renewReservation(deps, { ...command, actor: actorOf(identity) }));
  },
  reserveStock: async (_root, args, { reserve, identity }) => {
    const { reference, lines, ttlSeconds } = validate(reserveArguments, {
      ...args,
      ttlSeconds: args.ttlSeconds ?? 900,
    });
    const outcome = await reserve({
      reference,
      quantities: sumByProduct(lines),
      ttlSeconds,
      customerId: identity.user?.id ?? null,
      actor: actorOf(identity),
    });
    return toResult(outcome);
  },
  confirmReservation: (_root, args, { deps, identity }) => {
    const command = validate(endArguments, { id: args.id, reason: null });
    return endReservation(deps, { ...command, ending: 'CONFIRM', actor: actorOf(identity) });
  },
  releaseReservation: (_root, args, { deps, identity }) => {
    const command = validate(endArguments, { id: args.id, reason: args.reason ?? null });
    return endReservation(deps, { ...command, ending: 'RELEASE', actor: actorOf(identity) });
  },
  releaseReference: (_root, args, { deps, identity }) => {
    const command = validate(referenceArguments, { ...args, reason: args.reason ?? null });
    const customerId = identity.user?.id ?? null;
    return releaseReference(deps, { ...command, customerId, actor: actorOf(identity) });
  },
  returnReservation: (_root, args, { deps, identity }) => {
    const command = validate(endArguments, { id: args.id, reason: args.reason ?? null });
    return returnReservation(deps, { ...command, actor: actorOf(identity) });
  },
};

function toResult(outcome: ReserveStockOutcome) {
  return outcome.kind === 'reserved' ? outcome.reservation : { shortages: [...outcome.shortages] };
}

/** Arguments that may be left out, as null. */
function optional<Args extends { idempotencyKey?: string | null; reason?: string | null }>(args: Args) {
  return { ...args, reason: args.reason ?? null, idempotencyKey: args.idempotencyKey ?? null };
}
