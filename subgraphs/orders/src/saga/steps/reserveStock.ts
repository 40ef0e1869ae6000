import { codeOf } from '@holdfast/kit-base/errors';
import { needsStock } from '../../domain/order.ts';
import {
  ReleaseReferenceDocument,
  ReserveStockDocument,
  ReturnReservationDocument,
} from '../../generated/inventory.ts';
import { STEP_RETRIES } from '../retry.ts';
import { HELD_TOO_LONG, outOfStock } from './hold.ts';
import { reasonOf, required, type Step } from './step.ts';

/** Holds the units, all or none. The order's id is the reference, and thereby the idempotency key. */
export const reserveStock: Step = {
  name: 'RESERVE_STOCK',
  rejectedAs: 'OUT_OF_STOCK',
  retries: STEP_RETRIES,
  maxCalls: 2,
  needed: needsStock,
  async run(order, { services, call }) {
    const lines = order.lines
      .filter(({ kind }) => kind !== 'DIGITAL')
      .map(({ productId, quantity }) => ({ productId, quantity }));
    const { reserveStock: result } = await services.inventory.call(
      ReserveStockDocument,
      { reference: order.id, lines },
      call,
    );
    if (!result) throw new Error('inventory returned no result');
    if (result.__typename === 'Reservation') {
      const change = { reservationId: result.id, heldUntil: new Date(result.expiresAt) };
      // The units of an EXPIRED reservation are held again before the order is paid for.
      return result.status === 'RELEASED'
        ? { kind: 'refused', rejection: HELD_TOO_LONG, change }
        : { kind: 'done', change };
    }
    return { kind: 'refused', rejection: outOfStock(order, result.shortages) };
  },
  async compensate(order, { services, call }) {
    const reason = reasonOf(order);
    try {
      await services.inventory.call(ReleaseReferenceDocument, { reference: order.id, reason }, call);
    } catch (error) {
      // CONFLICT: the units were sold. They have been returned, unless a confirmation arrived after its step
      // was given up.
      if (codeOf(error) !== 'CONFLICT') throw error;
      const id = required(order.reservationId, 'reservation');
      await services.inventory.call(ReturnReservationDocument, { id, reason }, call);
    }
    return {};
  },
};
