/** The stock of one product in one warehouse. */
export interface StockLevel {
  readonly itemId: string;
  readonly productId: string;
  readonly warehouseId: string;
  /** True when units may be reserved from its warehouse. */
  readonly active: boolean;
  readonly onHand: number;
  readonly reserved: number;
}

/** Units of one item that move. */
export interface Allocation {
  readonly level: StockLevel;
  readonly quantity: number;
}

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
  readonly productId: string;
  readonly kind: MovementKind;
  readonly onHandDelta: number;
  readonly reservedDelta: number;
  readonly onHandAfter: number;
  readonly reservedAfter: number;
  readonly reservationId: string | null;
  readonly reason: string | null;
  /** The user's id or the service's name. */
  readonly actor: string;
}

/** The change of `onHand` and `reserved` per unit. */
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

/**
 * Returns the ledger rows that move `quantity` units of each item. The levels must have been read under their
 * locks. A quantity below zero removes units; only ADJUST may have one.
 */
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
      productId: level.productId,
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
