/** So many attempts in a window of so many seconds, which begins with the first of them. */
export interface Limit {
  readonly points: number;
  readonly duration: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** By account, that is by e-mail address, whether it has an account or not. */
export const ACCOUNT_LIMITS = {
  /** Wrong passwords, of signing in and of changing it. */
  login: { points: 5, duration: 15 * MINUTE },
  passwordReset: { points: 5, duration: HOUR },
} as const satisfies Record<string, Limit>;

/** By the client's network; many people may be behind one. `ADDRESS_LIMIT_FACTOR` multiplies the points. */
export const ADDRESS_LIMITS = {
  /** Wrong passwords; signing in rightly is not counted. */
  login: { points: 100, duration: 15 * MINUTE },
  register: { points: 100, duration: HOUR },
  accountExists: { points: 100, duration: 15 * MINUTE },
  passwordReset: { points: 50, duration: HOUR },
  /** Tokens that came by mail: presented to reset a password, or to verify an address. */
  token: { points: 100, duration: HOUR },
} as const satisfies Record<string, Limit>;
