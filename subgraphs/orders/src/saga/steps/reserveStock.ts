import { codeOf } from '@holdfast/kit-base/errors';
import { HELD_TOO_LONG, needsStock } from '../../domain/order.ts';
import {
  ReleaseReferenceDocument,
  ReserveStockDocument,
  ReturnReservationDocument,
} from '../../generated/inventory.ts';
import { WRITING } from '../retry.ts';
import { shortOf } from './shortage.ts';
import { known, reasonOf, type Step } from './step.ts';

/** Holds the units: all or none. The order's id is the reference, and so the idempotency key. */
export const reserveStock: Step = {
  name: 'RESERVE_STOCK',
  rejectedAs: 'OUT_OF_STOCK',
  retry: WRITING,
  calls: 2,
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
    if (!result) throw new Error('inventory gave no result');
    if (result.__typename === 'Reservation') {
      const change = { reservationId: result.id };
      // An EXPIRED one is held again before it is paid for.
      return result.status === 'RELEASED'
        ? { kind: 'refused', rejection: HELD_TOO_LONG, change }
        : { kind: 'done', change };
    }
    return { kind: 'refused', rejection: shortOf(order, result.shortages) };
  },
  async compensate(order, { services, call }) {
    const reason = reasonOf(order);
    try {
      await services.inventory.call(ReleaseReferenceDocument, { reference: order.id, reason }, call);
    } catch (error) {
      // CONFLICT: the units are sold, and have come back, unless a confirmation came after it had been given up.
      if (codeOf(error) !== 'CONFLICT') throw error;
      const id = known(order.reservationId, 'reservation');
      await services.inventory.call(ReturnReservationDocument, { id, reason }, call);
    }
    return {};
  },
};
