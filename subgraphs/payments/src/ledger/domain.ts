/** The movements of the ledger, in double entry. The triggers of `migrations/` refuse any other. */

/** AVAILABLE and HELD belong to a user; MERCHANT and EXTERNAL to the shop, one of each per currency. */
export type Account = 'AVAILABLE' | 'HELD' | 'MERCHANT' | 'EXTERNAL';

export type MovementKind = 'TOP_UP' | 'HOLD' | 'CAPTURE' | 'VOID' | 'REFUND';

/** The movements of payments whose money an external provider holds. They touch no wallet. */
export type ProviderMovementKind = 'CHARGE' | 'REPAY';

export interface Movement<Kind = MovementKind> {
  readonly kind: Kind;
  readonly from: Account;
  readonly to: Account;
}

export const MOVEMENTS = {
  TOP_UP: { kind: 'TOP_UP', from: 'EXTERNAL', to: 'AVAILABLE' },
  HOLD: { kind: 'HOLD', from: 'AVAILABLE', to: 'HELD' },
  CAPTURE: { kind: 'CAPTURE', from: 'HELD', to: 'MERCHANT' },
  VOID: { kind: 'VOID', from: 'HELD', to: 'AVAILABLE' },
  REFUND: { kind: 'REFUND', from: 'MERCHANT', to: 'AVAILABLE' },
} as const satisfies Record<MovementKind, Movement>;

export const PROVIDER_MOVEMENTS = {
  CHARGE: { kind: 'CHARGE', from: 'EXTERNAL', to: 'MERCHANT' },
  REPAY: { kind: 'REPAY', from: 'MERCHANT', to: 'EXTERNAL' },
} as const satisfies Record<ProviderMovementKind, Movement<ProviderMovementKind>>;

/** Returns the factor by which a movement's amount changes an account. */
export function effectOn(account: Account, { from, to }: Movement): -1 | 0 | 1 {
  if (to === account) return 1;
  return from === account ? -1 : 0;
}

/** The part of a wallet that decisions about its money need. Amounts are minor units. */
export interface WalletState {
  readonly userId: string;
  readonly currency: string;
  readonly available: bigint;
  readonly held: bigint;
  /** The number of its last transaction. */
  readonly sequence: bigint;
}

/** A movement that is to be recorded. */
export interface WalletMovement {
  readonly transactionId: string;
  readonly movement: Movement;
  readonly amount: bigint;
  /** The order's id. */
  readonly reference: string;
  /** The wallet after it. */
  readonly after: WalletState;
}

/** Returns a wallet after a movement. */
export function afterMovement(wallet: WalletState, movement: Movement, amount: bigint): WalletState {
  return {
    ...wallet,
    available: wallet.available + BigInt(effectOn('AVAILABLE', movement)) * amount,
    held: wallet.held + BigInt(effectOn('HELD', movement)) * amount,
    sequence: wallet.sequence + 1n,
  };
}
