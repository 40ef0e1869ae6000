import { conflict } from '@holdfast/kit/errors';
import { sqlState } from '@holdfast/kit/postgres';
import type { Dependencies } from './dependencies.ts';
import type { Reservation } from './domain/reservation.ts';
import type { Quantities, Shortage } from './domain/stock.ts';
import { createGroupCommit } from './groupCommit.ts';
import { reserveTogether } from './reserveTogether.ts';

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
export type Reserve = (command: ReserveStock) => Promise<ReserveStockOutcome>;

/** Transactions at once, and so connections; the rest of the pool is for everything else. */
const LANES = 4;
/** Requests in one transaction: beyond it a commit's cost is divided well enough, and the first waits for the last. */
const MAX_BATCH = 256;

/** @returns the use case; requests that wait for the same products are decided in one transaction. One a process. */
export function createReserve(deps: Dependencies): Reserve {
  const submit = createGroupCommit({
    keysOf: ({ quantities }: ReserveStock) => quantities.keys(),
    run: (commands) => reserveTogether(deps, commands),
    mayBeOfOne,
    lanes: LANES,
    maxBatch: MAX_BATCH,
  });
  return async (command) => {
    const decision = await submit(command);
    if (decision.kind === 'taken') throw conflict('This reference was used for other lines.');
    return decision;
  };
}

/** Data that PostgreSQL refused (SQLSTATE classes 22, data exception, and 23, integrity constraint violation) may be one
 * request's; a lost connection or a timeout is everybody's, and trying each alone would only make them wait. */
function mayBeOfOne(error: unknown): boolean {
  return /^2[23]/.test(sqlState(error) ?? '');
}
