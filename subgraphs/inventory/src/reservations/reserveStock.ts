import { conflict } from '@holdfast/kit-base/errors';
import type { CommandQueue } from './commandQueue/commandQueue.ts';
import type { ReserveStock } from './commandQueue/commands.ts';
import type { Shortage } from './domain/quantities.ts';
import type { Reservation } from './domain/reservation.ts';

export type ReserveStockOutcome =
  | { readonly kind: 'reserved'; readonly reservation: Reservation }
  | { readonly kind: 'short'; readonly shortages: readonly Shortage[] };

/**
 * Holds all requested units, or none. The same reference again returns the same reservation.
 * @throws CONFLICT when the reference was used for other lines.
 */
export async function reserveStock(queue: CommandQueue, command: ReserveStock): Promise<ReserveStockOutcome> {
  const decision = await queue.reserve(command);
  switch (decision.kind) {
    case 'moved':
      return { kind: 'reserved', reservation: decision.after.reservation };
    case 'done':
      return { kind: 'reserved', reservation: decision.reservation };
    case 'short':
      return decision;
    case 'taken':
      throw conflict('This reference was used for other lines.');
    default:
      throw new Error(`Reserving was answered with ${decision.kind}.`);
  }
}
