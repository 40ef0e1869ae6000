/** What buyers do to stock. */
import type { HeldLine } from './domain/decideInTurn.ts';
import type { Settling } from './domain/reservation.ts';
import type { Quantities } from './domain/stock.ts';

export interface ReserveStock {
  /** Idempotency key, for ever. */
  readonly reference: string;
  readonly quantities: Quantities;
  readonly ttlSeconds: number;
  readonly customerId: string | null;
  /** For the ledger. */
  readonly actor: string;
}

export interface SettleReservation {
  /** The reservation's. */
  readonly id: string;
  readonly settling: Settling;
  readonly reason: string | null;
  /** For the ledger. */
  readonly actor: string;
}

export type Command = (
  | (ReserveStock & { readonly kind: 'reserve' })
  /** `lines`: the reservation's, as they were when it was asked for. Its products never change. */
  | (SettleReservation & { readonly kind: 'settle'; readonly lines: readonly SeenLine[] })
) & {
  /** The trace of the request that it is from, for its events. */
  readonly traceparent?: string | undefined;
};

export interface SeenLine extends HeldLine {
  /** How often the reservation's lines had been replaced. */
  readonly revivals: number;
}
