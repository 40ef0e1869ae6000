/** The changes that staff make to stock, decided on locked levels. */
import { movementsOf, type NewMovement, type StockLevel } from '../ledger/domain.ts';

/** The most units of one product in one warehouse: far beyond real stock, and its sums stay within an Int. */
const MAX_ON_HAND = 100_000_000;

export type StockChange =
  | { readonly kind: 'moved'; readonly movements: readonly NewMovement[] }
  | { readonly kind: 'refused'; readonly reason: string };

interface Cause {
  readonly reason: string | null;
  readonly actor: string;
}

export function decideReceipt(level: StockLevel, quantity: number, cause: Cause): StockChange {
  return (
    refuseTooMany(level, quantity) ?? {
      kind: 'moved',
      movements: movementsOf('RECEIVE', [{ level, quantity }], { ...cause, reservationId: null }),
    }
  );
}

/** @param delta units found (above zero) or missing (below zero); held units cannot be missing. */
export function decideAdjustment(level: StockLevel, delta: number, cause: Cause): StockChange {
  const { onHand, reserved } = level;
  if (onHand + delta < reserved) {
    return refused(
      `${onHand} units are on hand and ${reserved} of them are held: at most ${onHand - reserved} can be removed.`,
    );
  }
  return (
    refuseTooMany(level, delta) ?? {
      kind: 'moved',
      movements: movementsOf('ADJUST', [{ level, quantity: delta }], { ...cause, reservationId: null }),
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
  const cause = { reason: null, reservationId: null, actor };
  return (
    refuseTooMany(to, quantity) ?? {
      kind: 'moved',
      movements: [
        ...movementsOf('TRANSFER_OUT', [{ level: from, quantity }], cause),
        ...movementsOf('TRANSFER_IN', [{ level: to, quantity }], cause),
      ],
    }
  );
}

function refuseTooMany({ onHand }: StockLevel, added: number): StockChange | undefined {
  return onHand + added > MAX_ON_HAND
    ? refused(`A warehouse holds at most ${MAX_ON_HAND} units of a product.`)
    : undefined;
}

function refused(reason: string): StockChange {
  return { kind: 'refused', reason };
}
