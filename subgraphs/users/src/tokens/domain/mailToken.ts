import { type Event, newEvent } from '@holdfast/kit-events/event';
import type { User } from '../../accounts/domain/user.ts';
import type { SecretToken } from './secretToken.ts';

/** Milliseconds for which a mailed token is valid, for a new password and for verifying an e-mail address. */
const LIFETIME = {
  PasswordResetRequested: 60 * 60 * 1000,
  EmailVerificationRequested: 7 * 24 * 60 * 60 * 1000,
} as const;

/** The events that have a token mailed. */
export type MailEventType = keyof typeof LIFETIME;

/** A mailed token as it is kept. */
export interface MailToken {
  readonly hash: string;
  readonly expiresAt: Date;
}

/** A token to mail: the part to keep, and the event that has it mailed, which contains it in clear text. */
export interface TokenToMail {
  readonly kept: MailToken;
  readonly event: Event<MailEventType>;
}

export interface MailTokenOptions {
  /** The recipient. */
  readonly account: Pick<User, 'id' | 'email' | 'name'>;
  readonly now: Date;
  readonly newId: () => string;
}

export function mailToken(
  type: MailEventType,
  { token, hash }: SecretToken & { token: string },
  { account: { id: userId, email, name }, now, newId }: MailTokenOptions,
): TokenToMail {
  const expiresAt = new Date(now.getTime() + LIFETIME[type]);
  const data = { userId, email, name, token, expiresAt: expiresAt.toISOString() };
  return { kept: { hash, expiresAt }, event: newEvent(type, data, { clock: () => now, newId }) };
}
