import { conflict, notFound } from '@holdfast/kit-base/errors';
import type { CommandQueue } from './commandQueue/commandQueue.ts';
import type { SettleReservation } from './commandQueue/commands.ts';
import type { Reservation } from './domain/reservation.ts';

/**
 * Confirms or releases a reservation, or returns its sold units; the same again changes nothing.
 * @throws NOT_FOUND, or CONFLICT when its status does not allow it.
 */
export async function settleReservation(
  queue: CommandQueue,
  command: SettleReservation,
): Promise<Reservation> {
  const decision = await queue.settle(command);
  switch (decision.kind) {
    case 'moved':
      return decision.after.reservation;
    case 'done':
      return decision.reservation;
    case 'refused':
      throw conflict(decision.reason, { status: decision.reservation.status });
    case 'missing':
      throw notFound('Reservation');
    default:
      throw new Error(`Settling a reservation was answered with ${decision.kind}.`);
  }
}
