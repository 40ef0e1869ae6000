/** Decides the commands of a batch in turn: each sees the stock that the ones before it have left. */
import { movementsOf, type NewMovement, type StockLevel } from '../../ledger/domain.ts';
import { allocate } from './allocate.ts';
import type { Shortage } from './quantities.ts';
import { decideSettling, type Reservation, type ReservationState, type Settling } from './reservation.ts';

/** Units of one product that a reservation took from one item. */
export interface HeldLine {
  readonly itemId: string;
  readonly productId: string;
  readonly quantity: number;
}

interface ReserveTurn {
  readonly kind: 'reserve';
  readonly reservation: Reservation;
  readonly actor: string;
}

interface SettleTurn {
  readonly kind: 'settle';
  /** The reservation's id. */
  readonly id: string;
  readonly settling: Settling;
  readonly lines: readonly HeldLine[];
  readonly reason: string | null;
  readonly actor: string;
}

export type Turn = ReserveTurn | SettleTurn;

/** The outcome of a command; only `moved` changes anything. */
export type TurnDecision =
  | { readonly kind: 'moved'; readonly after: ReservationState; readonly movements: readonly NewMovement[] }
  | { readonly kind: 'short'; readonly shortages: readonly Shortage[] }
  | { readonly kind: 'done'; readonly reservation: Reservation }
  | { readonly kind: 'refused'; readonly reservation: Reservation; readonly reason: string }
  /** The reservation does not exist. */
  | { readonly kind: 'missing' };

/**
 * Decides commands one after another.
 * @param levels the locked levels of all items of the commands' products.
 * @param states the locked reservations that the commands settle.
 */
export function decideInTurn(
  turns: readonly Turn[],
  levels: readonly StockLevel[],
  states: readonly ReservationState[],
): TurnDecision[] {
  const stock = createStock(levels);
  const reservations = new Map(states.map((state) => [state.reservation.id, state]));
  return turns.map((turn) => {
    const decision =
      turn.kind === 'reserve'
        ? decideReserve(turn, stock)
        : decideSettle(turn, stock, reservations.get(turn.id));
    if (decision.kind === 'moved') {
      reservations.set(decision.after.reservation.id, decision.after);
      stock.apply(decision.movements);
    }
    return decision;
  });
}

function decideReserve({ reservation, actor }: ReserveTurn, stock: Stock): TurnDecision {
  const decision = allocate(reservation.request, [...reservation.request.keys()].flatMap(stock.ofProduct));
  if (decision.kind === 'short') return decision;
  const movements = movementsOf('RESERVE', decision.allocations, {
    reservationId: reservation.id,
    reason: null,
    actor,
  });
  return { kind: 'moved', after: { reservation, returned: false }, movements };
}

function decideSettle(
  { id, settling, lines, reason, actor }: SettleTurn,
  stock: Stock,
  state: ReservationState | undefined,
): TurnDecision {
  if (!state) return { kind: 'missing' };
  const { reservation } = state;
  const decision = decideSettling(settling, state);
  if (decision.kind !== 'settled') return { ...decision, reservation };
  const allocations = lines.map(({ itemId, quantity }) => ({ level: stock.ofItem(itemId), quantity }));
  const movements = movementsOf(settling, allocations, { reservationId: id, reason, actor });
  return { kind: 'moved', after: decision.after, movements };
}

/** The levels after the turns so far. */
interface Stock {
  ofProduct(this: void, productId: string): StockLevel[];
  ofItem(itemId: string): StockLevel;
  apply(movements: readonly NewMovement[]): void;
}

function createStock(levels: readonly StockLevel[]): Stock {
  const items = new Map(levels.map((level) => [level.itemId, level]));
  const products = Map.groupBy(levels, ({ productId }) => productId);
  const ofItem = (itemId: string): StockLevel => {
    const level = items.get(itemId);
    if (!level) throw new Error('A reservation names an item that is not locked.');
    return level;
  };
  return {
    ofProduct: (productId) => (products.get(productId) ?? []).map(({ itemId }) => ofItem(itemId)),
    ofItem,
    apply: (movements) => {
      for (const { itemId, onHandAfter, reservedAfter } of movements) {
        items.set(itemId, { ...ofItem(itemId), onHand: onHandAfter, reserved: reservedAfter });
      }
    },
  };
}
