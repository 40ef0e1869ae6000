import { conflict } from '@holdfast/kit/errors';
import type { CommandQueue } from './commandQueue.ts';
import type { Reservation } from './domain/reservation.ts';
import type { Quantities, Shortage } from './domain/stock.ts';

export interface ReserveStock {
  /** Idempotency key, for ever. */
  readonly reference: string;
  readonly quantities: Quantities;
  readonly ttlSeconds: number;
  readonly customerId: string | null;
  /** For the ledger. */
  readonly actor: string;
}

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
