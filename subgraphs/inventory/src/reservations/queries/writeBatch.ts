import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { NewMovement, StockLevel } from '../../ledger/domain.ts';
import type { Reservation, ReservationState } from '../domain/reservation.ts';
import type { SeenReservation } from './readBatchState.ts';
import type { NewReservationLine } from './reservationLines.ts';

/** The constraint by which a reference has one reservation. */
export const REFERENCE_KEY = 'reservations_reference_key';

/** The changes that a batch was decided to make, and the state that they were decided on. */
export interface BatchChanges {
  /** The reservations to settle, as they were read. */
  readonly seenReservations: readonly SeenReservation[];
  /** The items to change, as they were read. */
  readonly seenItems: readonly StockLevel[];
  /** New reservations. */
  readonly reserved: readonly Reservation[];
  readonly lines: readonly NewReservationLine[];
  /** The reservations to settle, as they will be. */
  readonly settled: readonly ReservationState[];
  /** In the order of the ledger. */
  readonly movements: readonly NewMovement[];
  /** The setting `holdfast.traces`; empty for none. */
  readonly traces: string;
}

/**
 * Writes a batch if the reservations and items that it changes are as they were read (`write_batch`).
 * @returns false when one has changed; then nothing is written.
 * @throws a violation of REFERENCE_KEY when a reference is used by now.
 */
export async function writeBatch(database: Queryable, changes: BatchChanges, now: Date): Promise<boolean> {
  const { seenReservations, seenItems, reserved, lines, settled, movements, traces } = changes;
  const batch = {
    ...(settled.length > 0 && {
      seenReservations: seenReservations.map(({ reservation: { id, status }, returned, revivals }) => {
        return { id, status, returned, revivals };
      }),
      settled: settled.map(({ reservation: { id, status }, returned }) => ({ id, status, returned })),
    }),
    seenItems: seenItems.map(({ itemId: id, onHand: on_hand, reserved }) => ({ id, on_hand, reserved })),
    ...(reserved.length > 0 && {
      reserved: reserved.map(({ id, reference, customerId: customer_id, request, expiresAt: expires_at }) => {
        return { id, reference, customer_id, request: Object.fromEntries(request), expires_at };
      }),
      lines: lines.map(({ reservationId: reservation_id, itemId: stock_item_id, quantity }) => {
        return { reservation_id, stock_item_id, quantity };
      }),
    }),
    movements: movements.map((movement) => ({
      stock_item_id: movement.itemId,
      kind: movement.kind,
      on_hand_delta: movement.onHandDelta,
      reserved_delta: movement.reservedDelta,
      on_hand_after: movement.onHandAfter,
      reserved_after: movement.reservedAfter,
      reservation_id: movement.reservationId,
      reason: movement.reason,
      actor: movement.actor,
    })),
    ...(traces !== '' && { traces }),
  };
  const { rows } = await database.query<{ written: boolean }>(
    'select write_batch($1::jsonb, $2) as written',
    [JSON.stringify(batch), now],
  );
  return rows[0]?.written ?? false;
}
