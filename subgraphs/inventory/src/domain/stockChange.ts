/** What staff do to stock: decided on levels that are locked. */
import { movementsOf, type NewMovement } from './movement.ts';
import type { StockLevel } from './stock.ts';

/** Units of one product that one warehouse may have: far beyond any, and sums of them stay within an Int. */
const MOST_ON_HAND = 100_000_000;

export type StockChange =
  | { readonly kind: 'moved'; readonly movements: readonly NewMovement[] }
  | { readonly kind: 'refused'; readonly reason: string };

interface Why {
  readonly reason: string | null;
  readonly actor: string;
}

export function decideReceipt(level: StockLevel, quantity: number, why: Why): StockChange {
  return (
    tooMuch(level, quantity) ?? {
      kind: 'moved',
      movements: movementsOf('RECEIVE', [{ level, quantity }], { ...why, reservationId: null }),
    }
  );
}

/** @param delta units found, or, below zero, missing: those that are held for somebody cannot be. */
export function decideAdjustment(level: StockLevel, delta: number, why: Why): StockChange {
  const { onHand, reserved } = level;
  if (onHand + delta < reserved) {
    return refused(
      `${onHand} units are there and ${reserved} of them held: at most ${onHand - reserved} can go.`,
    );
  }
  return (
    tooMuch(level, delta) ?? {
      kind: 'moved',
      movements: movementsOf('ADJUST', [{ level, quantity: delta }], { ...why, reservationId: null }),
    }
  );
}

export function decideTransfer(
  from: StockLevel,
  to: StockLevel,
  quantity: number,
  actor: string,
): StockChange {
  const available = from.onHand - from.reserved;
  if (available < quantity) return refused(`Only ${available} units are available to transfer.`);
  const why = { reason: null, reservationId: null, actor };
  return (
    tooMuch(to, quantity) ?? {
      kind: 'moved',
      movements: [
        ...movementsOf('TRANSFER_OUT', [{ level: from, quantity }], why),
        ...movementsOf('TRANSFER_IN', [{ level: to, quantity }], why),
      ],
    }
  );
}

function tooMuch({ onHand }: StockLevel, more: number): StockChange | undefined {
  return onHand + more > MOST_ON_HAND
    ? refused(`A warehouse has at most ${MOST_ON_HAND} units of a product.`)
    : undefined;
}

function refused(reason: string): StockChange {
  return { kind: 'refused', reason };
}
