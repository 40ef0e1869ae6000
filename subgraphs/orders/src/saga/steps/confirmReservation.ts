import { codeOf } from '@holdfast/kit-base/errors';
import { HELD_TOO_LONG, needsStock, type Order } from '../../domain/order.ts';
import { ConfirmReservationDocument, ReturnReservationDocument } from '../../generated/inventory.ts';
import { WRITING } from '../retry.ts';
import { holdLonger } from './holdLonger.ts';
import { known, reasonOf, type Step, type StepContext } from './step.ts';

/** Held becomes sold. */
export const confirmReservation: Step = {
  name: 'CONFIRM_RESERVATION',
  rejectedAs: 'OUT_OF_STOCK',
  retry: WRITING,
  calls: 3,
  needed: needsStock,
  async run(order, context) {
    if (await confirm(order, context)) return { kind: 'done' };
    // Time ran out, and the units went back to stock before the order came to its end.
    const gone = await holdLonger(order, context);
    if (gone) return { kind: 'refused', rejection: gone };
    return (await confirm(order, context)) ? { kind: 'done' } : { kind: 'refused', rejection: HELD_TOO_LONG };
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

/** @returns false when the units are not held any more. */
async function confirm(order: Order, { services, call }: StepContext): Promise<boolean> {
  const id = known(order.reservationId, 'reservation');
  try {
    await services.inventory.call(ConfirmReservationDocument, { id }, call);
    return true;
  } catch (error) {
    if (codeOf(error) === 'CONFLICT') return false;
    throw error;
  }
}
