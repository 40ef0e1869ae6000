import type { Allocation } from './allocate.ts';
import type { StockLevel } from './stock.ts';

export type MovementKind =
  | 'RECEIVE'
  | 'ADJUST'
  | 'RESERVE'
  | 'RELEASE'
  | 'EXPIRE'
  | 'CONFIRM'
  | 'RETURN'
  | 'TRANSFER_OUT'
  | 'TRANSFER_IN';

/** A row of the ledger before it is written. */
export interface NewMovement {
  readonly itemId: string;
  readonly kind: MovementKind;
  readonly onHandDelta: number;
  readonly reservedDelta: number;
  readonly onHandAfter: number;
  readonly reservedAfter: number;
  readonly reservationId: string | null;
  readonly reason: string | null;
  /** Who did it: a user's id, or a service's name. */
  readonly actor: string;
}

/** What one unit does to onHand and reserved. */
const EFFECTS = {
  RECEIVE: { onHand: 1, reserved: 0 },
  ADJUST: { onHand: 1, reserved: 0 },
  RESERVE: { onHand: 0, reserved: 1 },
  RELEASE: { onHand: 0, reserved: -1 },
  EXPIRE: { onHand: 0, reserved: -1 },
  CONFIRM: { onHand: -1, reserved: -1 },
  RETURN: { onHand: 1, reserved: 0 },
  TRANSFER_OUT: { onHand: -1, reserved: 0 },
  TRANSFER_IN: { onHand: 1, reserved: 0 },
} as const satisfies Record<MovementKind, { onHand: number; reserved: number }>;

/** The ledger rows of moving `quantity` units of each item, whose levels were read under their locks. ADJUST may take
 * units away: then `quantity` is below zero. */
export function movementsOf(
  kind: MovementKind,
  allocations: readonly Allocation[],
  { reservationId, reason, actor }: Pick<NewMovement, 'reservationId' | 'reason' | 'actor'>,
): NewMovement[] {
  const effect = EFFECTS[kind];
  return allocations.map(({ level, quantity }) => {
    const onHandDelta = effect.onHand * quantity;
    const reservedDelta = effect.reserved * quantity;
    const { onHand, reserved } = plus(level, onHandDelta, reservedDelta);
    return {
      itemId: level.itemId,
      kind,
      onHandDelta,
      reservedDelta,
      onHandAfter: onHand,
      reservedAfter: reserved,
      reservationId,
      reason,
      actor,
    };
  });
}

function plus(level: StockLevel, onHand: number, reserved: number): { onHand: number; reserved: number } {
  return { onHand: level.onHand + onHand, reserved: level.reserved + reserved };
}
