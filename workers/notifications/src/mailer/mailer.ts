import type { Mail, Recipient } from '../mails/mail.ts';

/** A mail on its way. */
export interface OutgoingMail {
  /** The event that the mail is for. To mail servers, a second mail for it is a copy of the first. */
  readonly eventId: string;
  /** When the event happened. */
  readonly eventTime: Date;
  readonly to: readonly Recipient[];
  readonly mail: Mail;
}

export interface Mailer {
  /** Names the mails' destination for people, without a password. */
  readonly description: string;
  /** Resolves once the mail server or the file system has accepted the mail; rejects if that is uncertain. */
  send(mail: OutgoingMail): Promise<void>;
  /** Rejects with the reason when mails cannot be sent now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
