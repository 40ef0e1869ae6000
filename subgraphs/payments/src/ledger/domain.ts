/** What each kind of movement does in double entry. `migrations/0001_books.sql` refuses any other. */

/** AVAILABLE and HELD are a user's; MERCHANT and EXTERNAL the shop's, one of each for a currency. */
export type Account = 'AVAILABLE' | 'HELD' | 'MERCHANT' | 'EXTERNAL';

export type MovementKind = 'TOP_UP' | 'HOLD' | 'CAPTURE' | 'VOID' | 'REFUND';

/** Those of a payment whose money an external provider holds; no wallet has them. */
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

/** By how many times its amount a movement changes an account: -1, 0 or 1. */
export function effectOn(account: Account, { from, to }: Movement): -1 | 0 | 1 {
  if (to === account) return 1;
  return from === account ? -1 : 0;
}
