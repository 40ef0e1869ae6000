import { codeOf } from '@holdfast/kit/errors';
import { HELD_TOO_LONG, needsStock } from '../domain/order.ts';
import { ConfirmReservationDocument, ReturnReservationDocument } from '../generated/inventory.ts';
import { known, reasonOf, type Step } from './step.ts';

/** Held becomes sold. */
export const confirmReservation: Step = {
  name: 'CONFIRM_RESERVATION',
  rejectedAs: 'OUT_OF_STOCK',
  needed: needsStock,
  async run(order, { services, call }) {
    const id = known(order.reservationId, 'reservation');
    try {
      await services.inventory.call(ConfirmReservationDocument, { id }, call);
      return { kind: 'done' };
    } catch (error) {
      // CONFLICT: time ran out, and the units went back to stock before the order came to its end.
      if (codeOf(error) === 'CONFLICT') return { kind: 'refused', rejection: HELD_TOO_LONG };
      throw error;
    }
  },
  async compensate(order, { services, call }) {
    const id = known(order.reservationId, 'reservation');
    try {
      await services.inventory.call(ReturnReservationDocument, { id, reason: reasonOf(order) }, call);
    } catch (error) {
      // CONFLICT: nothing is sold. Releasing, which comes later, sees to it that nothing will be.
      if (codeOf(error) !== 'CONFLICT') throw error;
    }
    return {};
  },
};
