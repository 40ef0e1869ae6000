import { codeOf } from '@holdfast/kit-base/errors';
import { HELD_TOO_LONG, type Order, type Rejection } from '../../domain/order.ts';
import { RenewReservationDocument } from '../../generated/inventory.ts';
import { shortOf } from './shortage.ts';
import type { StepContext } from './step.ts';

/**
 * Sees to it that the order's units are held for some time yet: longer, once, or again when their time ran out.
 * @returns why they cannot be; null when they are held, or sold, or nothing of the order is ever held.
 */
export async function holdLonger(
  order: Order,
  { services, call }: Pick<StepContext, 'services' | 'call'>,
): Promise<Rejection | null> {
  if (order.reservationId === null) return null;
  try {
    const { renewReservation: result } = await services.inventory.call(
      RenewReservationDocument,
      { id: order.reservationId },
      call,
    );
    if (!result) throw new Error('inventory gave no result');
    return result.__typename === 'Reservation' ? null : shortOf(order, result.shortages);
  } catch (error) {
    // CONFLICT: it was released, by somebody who is not this order.
    if (codeOf(error) === 'CONFLICT') return HELD_TOO_LONG;
    throw error;
  }
}
