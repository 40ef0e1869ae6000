import { codeOf } from '@holdfast/kit-base/errors';
import { needsStock, type Order } from '../../domain/order.ts';
import { ConfirmReservationDocument, ReturnReservationDocument } from '../../generated/inventory.ts';
import { STEP_RETRIES } from '../retry.ts';
import { HELD_TOO_LONG, renewHold } from './hold.ts';
import { reasonOf, required, type Step, type StepContext } from './step.ts';

/** Sells the units that are held. */
export const confirmReservation: Step = {
  name: 'CONFIRM_RESERVATION',
  rejectedAs: 'OUT_OF_STOCK',
  retries: STEP_RETRIES,
  maxCalls: 3,
  needed: needsStock,
  async run(order, context) {
    if (await confirm(order, context)) return { kind: 'done' };
    // The hold expired, and the units went back to stock before the order was done.
    const gone = await renewHold(order, context);
    if (gone) return { kind: 'refused', rejection: gone };
    return (await confirm(order, context)) ? { kind: 'done' } : { kind: 'refused', rejection: HELD_TOO_LONG };
  },
  async compensate(order, { services, call }) {
    const id = required(order.reservationId, 'reservation');
    try {
      await services.inventory.call(ReturnReservationDocument, { id, reason: reasonOf(order) }, call);
    } catch (error) {
      // CONFLICT: nothing was sold. Releasing the units, which comes later, makes sure that nothing will be.
      if (codeOf(error) !== 'CONFLICT') throw error;
    }
    return {};
  },
};

/** @returns false when the units are no longer held. */
async function confirm(order: Order, { services, call }: StepContext): Promise<boolean> {
  const id = required(order.reservationId, 'reservation');
  try {
    await services.inventory.call(ConfirmReservationDocument, { id }, call);
    return true;
  } catch (error) {
    if (codeOf(error) === 'CONFLICT') return false;
    throw error;
  }
}
