/** The hold on an order's units: its renewal, and the rejections for lack of stock. */
import { codeOf } from '@holdfast/kit-base/errors';
import type { Order, Rejection, Shortage } from '../../domain/order.ts';
import { RenewReservationDocument } from '../../generated/inventory.ts';
import { LONG_ENOUGH } from '../timing.ts';
import type { StepContext } from './step.ts';

/** The rejection of an order whose units went back to stock before it was done. */
export const HELD_TOO_LONG: Rejection = {
  code: 'OUT_OF_STOCK',
  message: 'The units were held for too long and went back to stock.',
  shortages: [],
};

/** Returns the rejection of an order when there is too little stock of some of its products. */
export function outOfStock({ lines }: Order, shortages: readonly Shortage[]): Rejection {
  const names = new Map(lines.map(({ productId, name }) => [productId, name]));
  const missing = shortages.map(
    ({ productId, requested, available }) => `${names.get(productId)}: ${available} of ${requested}`,
  );
  return { code: 'OUT_OF_STOCK', message: `Too little stock: ${missing.join(', ')}.`, shortages };
}

/** Makes the hold last until the order is done, if it may end before. @returns what `renewHold` returns. */
export async function ensureHold(order: Order, context: StepContext): Promise<Rejection | null> {
  const left = (order.heldUntil?.getTime() ?? 0) - context.clock().getTime();
  return left > LONG_ENOUGH ? null : renewHold(order, context);
}

/**
 * Makes the hold on the order's units last longer. Inventory extends a hold once, and reserves the units
 * again after the hold has expired.
 * @returns null when the units are held or sold, or the order never holds any; otherwise the rejection.
 */
export async function renewHold(
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
    if (!result) throw new Error('inventory returned no result');
    return result.__typename === 'Reservation' ? null : outOfStock(order, result.shortages);
  } catch (error) {
    // CONFLICT: the reservation was released, and not by this order.
    if (codeOf(error) === 'CONFLICT') return HELD_TOO_LONG;
    throw error;
  }
}
