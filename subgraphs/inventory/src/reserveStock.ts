import { conflict } from '@holdfast/kit-base/errors';
import type { CommandQueue } from './commandQueue.ts';
import type { ReserveStock } from './commands.ts';
import type { Reservation } from './domain/reservation.ts';
import type { Shortage } from './domain/stock.ts';

export type ReserveStockOutcome =
  | { readonly kind: 'reserved'; readonly reservation: Reservation }
  | { readonly kind: 'short'; readonly shortages: readonly Shortage[] };

/**
 * Holds all that is asked for, or nothing. The same reference again gives the same reservation.
 * @throws CONFLICT when the reference was used for something else.
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
