/** A number of attempts in a window, which starts with the first of them. */
export interface Limit {
  readonly points: number;
  /** Seconds. */
  readonly duration: number;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

/** The limits by e-mail address, whether it has an account or not. */
export const ACCOUNT_LIMITS = {
  /** Wrong passwords, when signing in and when changing the password. */
  login: { points: 5, duration: 15 * MINUTE },
  passwordReset: { points: 5, duration: HOUR },
} as const satisfies Record<string, Limit>;

/**
 * The limits by the client's network, which many people may share. `ADDRESS_LIMIT_FACTOR` multiplies the
 * points.
 */
export const ADDRESS_LIMITS = {
  /** Wrong passwords; right ones are not counted. */
  login: { points: 100, duration: 15 * MINUTE },
  register: { points: 100, duration: HOUR },
  accountExists: { points: 100, duration: 15 * MINUTE },
  passwordReset: { points: 50, duration: HOUR },
  /** Mailed tokens, presented to reset a password or to verify an address. */
  token: { points: 100, duration: HOUR },
} as const satisfies Record<string, Limit>;
