import type { SecretToken } from './secretToken.ts';

/** Milliseconds that a token for a new password is good for. */
const RESET_LIFETIME = 60 * 60 * 1000;

/** Milliseconds that a token for verifying an e-mail address is good for. */
const VERIFICATION_LIFETIME = 7 * 24 * 60 * 60 * 1000;

/** A token that was mailed, as it is kept: the hash of it. */
export interface MailToken {
  readonly hash: string;
  readonly expiresAt: Date;
}

/** An event that waits in its user's document to be published; the relay takes it out after that. */
export interface OutboxEvent {
  readonly id: string;
  readonly type: 'PasswordResetRequested' | 'EmailVerificationRequested';
  readonly at: Date;
  /** The token as it goes into the mail; of no use after `expiresAt`. */
  readonly data: { readonly token: string; readonly expiresAt: Date };
}

/** What is kept of a token for `type`, and the event that has it mailed. */
export function mailToken(
  type: OutboxEvent['type'],
  { token, hash }: SecretToken & { token: string },
  { id, now }: { id: string; now: Date },
): { kept: MailToken; event: OutboxEvent } {
  const lifetime = type === 'PasswordResetRequested' ? RESET_LIFETIME : VERIFICATION_LIFETIME;
  const expiresAt = new Date(now.getTime() + lifetime);
  return { kept: { hash, expiresAt }, event: { id, type, at: now, data: { token, expiresAt } } };
}
