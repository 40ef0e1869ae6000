import {
  afterMovement,
  MOVEMENTS,
  type Movement,
  type WalletMovement,
  type WalletState,
} from '../../ledger/domain.ts';
import {
  type Authorization,
  type Command,
  type DeclineCode,
  judgeAuthorization,
  judgeCommand,
  type OrderRecord,
  type Payment,
  TRANSITIONS,
  type Verdict,
} from './payment.ts';

/** A command on the payment of an order. */
export type PaymentCommand =
  | ({ readonly kind: 'AUTHORIZE' } & Authorization)
  | { readonly kind: Command; readonly orderId: string };

/** The outcome of a command. */
export type Outcome =
  | Exclude<Verdict, { kind: 'AGAIN' }>
  /** The command was carried out. */
  | { readonly kind: 'DONE'; readonly payment: Payment }
  /** An external provider has the order's payment, so no wallet can carry the command out. */
  | { readonly kind: 'ELSEWHERE' };

export interface FoundRecord {
  readonly record: OrderRecord;
  readonly provider: 'WALLET' | 'HTTP';
}

/** The books that the commands of a batch are decided by. */
export interface FoundBooks {
  /** By user. */
  readonly wallets: ReadonlyMap<string, WalletState>;
  /** By order. */
  readonly records: ReadonlyMap<string, FoundRecord>;
}

/** The changes that the decisions of a batch make. */
export interface Changes {
  readonly begun: Payment[];
  /** `from`: the state before. */
  readonly continued: { readonly payment: Payment; readonly from: Payment['status'] }[];
  /** Orders that never get a payment, each with the id of its record. */
  readonly blocked: { readonly id: string; readonly orderId: string }[];
  readonly movements: WalletMovement[];
}

/**
 * Decides commands in their order: each sees the wallets and payments as those before it leave them.
 * @returns the outcome of each command; undefined for one that must be decided in a later transaction, because
 *   the order's payment has changed in this one, or its wallet was not found although it has one.
 */
export function decideInTurn(
  commands: readonly PaymentCommand[],
  found: FoundBooks,
  { at, newId }: { at: Date; newId: () => string },
): { outcomes: (Outcome | undefined)[]; changes: Changes } {
  const wallets = new Map(found.wallets);
  const records = new Map(found.records);
  const changes: Changes = { begun: [], continued: [], blocked: [], movements: [] };
  const changed = new Set<string>();
  const postponed = new Set<string>();

  const record = (orderId: string, now: OrderRecord) => {
    records.set(orderId, { record: now, provider: 'WALLET' });
    changed.add(orderId);
  };

  const move = (wallet: WalletState, movement: Movement, { amount, orderId }: Payment) => {
    const after = afterMovement(wallet, movement, amount.minor);
    wallets.set(wallet.userId, after);
    changes.movements.push({
      transactionId: newId(),
      movement,
      amount: amount.minor,
      reference: orderId,
      after,
    });
  };

  const authorize = ({ orderId, userId, amount }: Authorization): Outcome => {
    const wallet = wallets.get(userId);
    const declineCode = amount.minor > 0n ? reasonToDecline(wallet, amount) : null;
    const fields = { id: newId(), orderId, userId, amount, createdAt: at, updatedAt: at };
    const payment: Payment = declineCode
      ? { ...fields, status: 'DECLINED', declineCode }
      : { ...fields, status: 'AUTHORIZED' };
    if (wallet && !declineCode && amount.minor > 0n) move(wallet, MOVEMENTS.HOLD, payment);
    changes.begun.push(payment);
    record(orderId, payment);
    return { kind: 'DONE', payment };
  };

  const block = (orderId: string): Outcome => {
    changes.blocked.push({ id: newId(), orderId });
    record(orderId, { status: 'BLOCKED' });
    return { kind: 'UNCHANGED', payment: null };
  };

  const carryOut = (command: Command, before: Payment): Outcome | undefined => {
    const { from, to, movement } = TRANSITIONS[command];
    const { id, orderId, userId, amount, createdAt } = before;
    const wallet = wallets.get(userId);
    if (changed.has(orderId) || (amount.minor > 0n && !wallet)) return undefined;
    const payment: Payment = { id, orderId, userId, amount, createdAt, updatedAt: at, status: to };
    if (wallet && amount.minor > 0n) move(wallet, movement, payment);
    changes.continued.push({ payment, from });
    record(orderId, payment);
    return { kind: 'DONE', payment };
  };

  const decide = (command: PaymentCommand): Outcome | undefined => {
    const { record: before, provider } = records.get(command.orderId) ?? {};
    const verdict =
      command.kind === 'AUTHORIZE' ? judgeAuthorization(command, before) : judgeCommand(command.kind, before);
    if (!before && command.kind === 'VOID') return block(command.orderId);
    if (verdict.kind !== 'AGAIN') return verdict;
    if (!before && command.kind === 'AUTHORIZE') return authorize(command);
    if (provider !== 'WALLET' || command.kind === 'AUTHORIZE' || !before || !('id' in before)) {
      return { kind: 'ELSEWHERE' };
    }
    return carryOut(command.kind, before);
  };

  const outcomes = commands.map((command) => {
    const outcome = postponed.has(command.orderId) ? undefined : decide(command);
    if (!outcome) postponed.add(command.orderId);
    return outcome;
  });
  return { outcomes, changes };
}

/** Returns why a wallet cannot hold an amount above zero; null when it can. */
function reasonToDecline(
  wallet: WalletState | undefined,
  { minor, currency }: Authorization['amount'],
): DeclineCode | null {
  if (wallet && wallet.currency !== currency) return 'CURRENCY_NOT_SUPPORTED';
  return wallet && wallet.available >= minor ? null : 'INSUFFICIENT_FUNDS';
}
