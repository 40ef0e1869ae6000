/** Builders of test data: each has defaults that a test overrides where they matter. */
import type { Caller } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Role } from '@holdfast/kit-base/scopes';
import type { StockLevel } from '../../src/ledger/domain.ts';
import type { ReserveStock, SettleReservation } from '../../src/reservations/commandQueue/commands.ts';
import type { Settling } from '../../src/reservations/domain/reservation.ts';
import type { ReleaseReference } from '../../src/reservations/releaseReference.ts';

/** Units by product id. */
export type Units = Readonly<Record<string, number>>;

export function buildReserveStock(units: Units, overrides: Partial<ReserveStock> = {}): ReserveStock {
  return {
    reference: newUuid(),
    quantities: new Map(Object.entries(units)),
    ttlSeconds: 900,
    customerId: null,
    actor: 'test',
    ...overrides,
  };
}

/** Builds the command that the queue makes of a `ReserveStock`. */
export function buildReserveCommand(units: Units, overrides: Partial<ReserveStock> = {}) {
  return { ...buildReserveStock(units, overrides), kind: 'reserve' as const };
}

export function buildSettleReservation(
  id: string,
  settling: Settling,
  overrides: Partial<SettleReservation> = {},
): SettleReservation {
  return { id, settling, reason: null, actor: 'test', ...overrides };
}

export function buildReleaseReference(
  reference: string,
  overrides: Partial<ReleaseReference> = {},
): ReleaseReference {
  return { reference, reason: null, customerId: null, actor: 'test', ...overrides };
}

/** Builds the part that all changes of stock by staff have in common. */
export function buildStaffChange<Overrides extends object>(overrides: Overrides) {
  return { reason: 'why', actor: 'staff', idempotencyKey: null, ...overrides };
}

export function buildStockLevel(
  productId: string,
  warehouseId: string,
  overrides: Partial<StockLevel> = {},
): StockLevel {
  return {
    itemId: `${productId}@${warehouseId}`,
    productId,
    warehouseId,
    active: true,
    onHand: 0,
    reserved: 0,
    ...overrides,
  };
}

export const ANONYMOUS: Caller = { service: 'gateway', user: null };

/**
 * Builds a request by a new user with these roles, which comes from the gateway unless another service is
 * named.
 */
export function buildCaller(roles: readonly Role[], service = 'gateway') {
  return { service, user: { id: newUuid(), roles } } satisfies Caller;
}
