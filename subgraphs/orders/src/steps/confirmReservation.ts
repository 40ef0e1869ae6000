import { codeOf } from '@holdfast/kit/errors';
import { needsStock } from '../domain/order.ts';
import { ConfirmReservationDocument } from '../generated/inventory.ts';
import { known, type Step, type StepOutcome } from './step.ts';

/** Held becomes sold. The last step: nothing after it can be refused, so it is never undone. */
export const confirmReservation: Step = {
  name: 'CONFIRM_RESERVATION',
  needed: needsStock,
  async run(order, { services, call }) {
    const id = known(order.reservationId, 'reservation');
    try {
      await services.inventory.call(ConfirmReservationDocument, { id }, call);
      return { kind: 'done' };
    } catch (error) {
      // CONFLICT: time ran out, and the units went back to stock before the order came to its end.
      if (codeOf(error) === 'CONFLICT') return expired;
      throw error;
    }
  },
  async compensate() {
    throw new Error('CONFIRM_RESERVATION is the last step.');
  },
};

const expired: StepOutcome = {
  kind: 'refused',
  rejection: {
    code: 'OUT_OF_STOCK',
    message: 'The units were held for too long and went back to stock.',
    shortages: [],
  },
};
