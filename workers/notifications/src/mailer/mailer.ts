import type { Mail, Recipient } from '../mails/mail.ts';

/** A mail on its way. */
export interface OutgoingMail {
  /** The event that it is for. A mail that is sent again for it is the same to mail servers and programs. */
  readonly eventId: string;
  /** When that happened. */
  readonly eventTime: Date;
  readonly to: readonly Recipient[];
  readonly mail: Mail;
}

export interface Mailer {
  /** Where mails go, for people: without a password. */
  readonly description: string;
  /** Resolves when somebody else is responsible for the mail; rejects when that is not known. */
  send(mail: OutgoingMail): Promise<void>;
  /** Rejects, with what is wrong, when mails could not be sent now. */
  check(): Promise<void>;
  close(): Promise<void>;
}
