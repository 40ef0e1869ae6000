import { pageRequest } from '@holdfast/kit/connection';
import { isId } from '@holdfast/kit/ids';
import { scalars } from '@holdfast/kit/scalars';
import { id, integer, text, validate } from '@holdfast/kit/validation';
import { z } from 'zod';
import { actorOf } from './context.ts';
import { sumByProduct } from './domain/stock.ts';
import { endReservation } from './endReservation.ts';
import type { Resolvers } from './generated/resolvers.ts';
import { movementPage, stockItemPage } from './pages.ts';
import { releaseReference } from './releaseReference.ts';
import { reserveStock } from './reserveStock.ts';
import type { StockItemFilter } from './store/findStockItems.ts';
import { findWarehouses } from './store/findWarehouses.ts';
import { visibleTo } from './visibleTo.ts';

const reserveArguments = z.object({
  reference: text(1, 200),
  lines: z
    .array(z.object({ productId: id, quantity: integer(1, 100_000) }))
    .min(1, 'Must have 1 to 100 lines.')
    .max(100, 'Must have 1 to 100 lines.'),
  ttlSeconds: integer(30, 86_400),
});

const endArguments = z.object({ id, reason: text(1, 500).nullable() });

const referenceArguments = z.object({ reference: text(1, 200), reason: text(1, 500).nullable() });

const filterArguments = z.object({ productId: id.nullable(), warehouseId: id.nullable() });

export const resolvers: Resolvers = {
  DateTime: scalars.DateTime,
  Query: {
    warehouses: (_root, _args, { deps }) => findWarehouses(deps.database, null),
    stockItems: (_root, args, { deps }) =>
      stockItemPage(deps, validateFilter(args), pageRequest(args, [isId, isId])),
    stockMovements: (_root, args, { deps }) =>
      movementPage(deps, validateFilter(args), pageRequest(args, [isLedgerId])),
    reservation: async (_root, args, { identity, reservations }) =>
      visibleTo(identity, await reservations.load(validate(id, args.id, ['id']))),
  },
  Mutation: {
    reserveStock: async (_root, args, { deps, identity }) => {
      const { reference, lines, ttlSeconds } = validate(reserveArguments, {
        ...args,
        ttlSeconds: args.ttlSeconds ?? 900,
      });
      const outcome = await reserveStock(deps, {
        reference,
        quantities: sumByProduct(lines),
        ttlSeconds,
        customerId: identity.user?.id ?? null,
        actor: actorOf(identity),
      });
      return outcome.kind === 'reserved' ? outcome.reservation : { shortages: [...outcome.shortages] };
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
  },
  ReserveStockResult: {
    __resolveType: (result) => ('shortages' in result ? 'InsufficientStock' : 'Reservation'),
  },
  Product: {
    __resolveReference: (reference) => reference,
    available: ({ id, kind }, _args, { availability }) => (kind === 'DIGITAL' ? null : availability.load(id)),
    inStock: async ({ id, kind }, _args, { availability }) =>
      kind === 'DIGITAL' || (await availability.load(id)) > 0,
    stock: ({ id }, _args, { stockItems }) => stockItems.load(id),
    stockMovements: ({ id }, args, { deps }) =>
      movementPage(deps, { productId: id, warehouseId: null }, pageRequest(args, [isLedgerId])),
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
  StockItem: {
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    warehouse: ({ warehouseId }, _args, { warehouses }) => warehouses.load(warehouseId),
    available: ({ onHand, reserved }) => onHand - reserved,
    low: ({ onHand, reserved, reorderThreshold }) => onHand - reserved <= reorderThreshold,
  },
  StockMovement: {
    id: ({ id }) => String(id),
    product: ({ productId }) => ({ __typename: 'Product', id: productId }),
    warehouse: ({ warehouseId }, _args, { warehouses }) => warehouses.load(warehouseId),
  },
};

/** A bigint of PostgreSQL, above zero. */
function isLedgerId(part: string): boolean {
  return /^[1-9]\d{0,17}$/.test(part);
}

function validateFilter(args: { productId?: string | null; warehouseId?: string | null }): StockItemFilter {
  const { productId = null, warehouseId = null } = args;
  return validate(filterArguments, { productId, warehouseId });
}
