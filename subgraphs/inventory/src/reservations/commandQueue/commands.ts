/** The commands of buyers. */
import type { HeldLine, Turn } from '../domain/decideInTurn.ts';
import type { Quantities } from '../domain/quantities.ts';
import type { Settling } from '../domain/reservation.ts';

export interface ReserveStock {
  /** The idempotency key; never expires. */
  readonly reference: string;
  readonly quantities: Quantities;
  readonly ttlSeconds: number;
  readonly customerId: string | null;
  /** For the ledger. */
  readonly actor: string;
}

export interface SettleReservation {
  /** The reservation's id. */
  readonly id: string;
  readonly settling: Settling;
  readonly reason: string | null;
  /** For the ledger. */
  readonly actor: string;
}

export type Command = (
  | (ReserveStock & { readonly kind: 'reserve' })
  /** `lines`: the reservation's lines when the command was submitted. Its products never change. */
  | (SettleReservation & { readonly kind: 'settle'; readonly lines: readonly SeenLine[] })
) & {
  /** The trace of the command's request, for its events. */
  readonly traceparent?: string | undefined;
};

export interface SeenLine extends HeldLine {
  /** How often the reservation's lines had been replaced when this one was read. */
  readonly revivals: number;
}

/** A turn as it was submitted; its lines may have been replaced since. */
export type SeenTurn =
  | Exclude<Turn, { kind: 'settle' }>
  | (Omit<Extract<Turn, { kind: 'settle' }>, 'lines'> & { readonly lines: readonly SeenLine[] });
