import { codeOf } from '@holdfast/kit/errors';
import { HELD_TOO_LONG, needsStock } from '../domain/order.ts';
import { ConfirmReservationDocument } from '../generated/inventory.ts';
import { known, type Step } from './step.ts';

/**
 * Held becomes sold. The last step: it is never undone after it was done. When it is refused there is nothing to undo
 * either, since a reservation ends once, and this one ended in another way.
 */
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
  async compensate() {
    return {};
  },
};
