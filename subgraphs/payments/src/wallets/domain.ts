import type { Currency, Money } from '@holdfast/kit-values/money';
import type { MovementKind } from '../ledger/domain.ts';

/** A user's wallet as it was after transaction number `sequence`. Amounts are minor units. */
export interface Wallet {
  readonly userId: string;
  readonly currency: Currency;
  readonly available: bigint;
  readonly held: bigint;
  /** The number of its last transaction, which is also their count: they are numbered from 1 without gaps. */
  readonly sequence: bigint;
}

/** One movement of a wallet's money. */
export interface WalletEntry {
  readonly id: string;
  readonly sequence: bigint;
  readonly kind: MovementKind;
  readonly amount: Money;
  /** The sum of available and held. */
  readonly balanceAfter: Money;
  readonly reference: string;
  /** A user's id or a service's name; null for entries from before actors were recorded. */
  readonly actor: string | null;
  readonly at: Date;
}

/** Money to be put into a user's wallet. */
export interface TopUp {
  readonly userId: string;
  /** Above zero. */
  readonly amount: Money;
  /** Unique per wallet. */
  readonly idempotencyKey: string;
  /** The caller who puts it in: a user's id or a service's name. The default is this service. */
  readonly actor?: string;
}
