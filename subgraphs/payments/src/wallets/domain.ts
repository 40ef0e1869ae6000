import type { Currency, Money } from '@holdfast/kit-values/money';
import type { MovementKind } from '../ledger/domain.ts';

/** A user's wallet as it stood after its transaction number `sequence`. Amounts are minor units. */
export interface Wallet {
  readonly userId: string;
  readonly currency: Currency;
  readonly available: bigint;
  readonly held: bigint;
  /** The number of its last transaction, and how many it has: they are numbered from 1 without gaps. */
  readonly sequence: bigint;
}

/** One movement of a wallet. */
export interface WalletEntry {
  readonly id: string;
  readonly sequence: bigint;
  readonly kind: MovementKind;
  readonly amount: Money;
  /** Available and held together. */
  readonly balanceAfter: Money;
  readonly reference: string;
  /** A user's id, or a service's name; null where it was not noted. */
  readonly actor: string | null;
  readonly at: Date;
}

/** Money to be put into a user's wallet. */
export interface TopUp {
  readonly userId: string;
  /** Above zero. */
  readonly amount: Money;
  /** Unique for the wallet. */
  readonly idempotencyKey: string;
  /** The user who puts it in; the service itself by default. */
  readonly actor?: string;
}
