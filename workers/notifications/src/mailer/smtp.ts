import type { Log } from '@holdfast/kit-base/log';
import { withSignal } from '@holdfast/kit-base/timeLimit';
import { createTransport } from 'nodemailer';
import type { Recipient } from '../mails/mail.ts';
import type { Mailer } from './mailer.ts';
import { messageOf } from './message.ts';

/** Milliseconds, each to connect and to be greeted. */
const CONNECT_TIMEOUT = 10_000;
/** Milliseconds without data on a connection. */
const SILENCE_TIMEOUT = 30_000;
/** Milliseconds for a whole mail. */
const SEND_TIMEOUT = 60_000;
/** Mail servers allow a client only a few. */
const CONNECTIONS = 5;

export interface SmtpOptions {
  /** Must be a valid URL. */
  readonly url: string;
  readonly from: Recipient;
  readonly log: Log;
  /** Milliseconds without data after which a connection is closed, even an idle one. Default 30,000. */
  readonly silence?: number;
}

/**
 * Creates a mailer that sends by SMTP (RFC 5321). The URL is `smtps://user:password@host:465`, or `smtp://…`,
 * which is encrypted when the server offers STARTTLS.
 */
export function createSmtpMailer({ url, from, log, silence = SILENCE_TIMEOUT }: SmtpOptions): Mailer {
  const transport = createTransport({
    url,
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: CONNECT_TIMEOUT,
    greetingTimeout: CONNECT_TIMEOUT,
    socketTimeout: silence,
  });
  const { protocol, host } = new URL(url);
  return {
    description: `${protocol}//${host}`,
    send: async (mail) => {
      const message = messageOf(mail, from);
      const { rejected } = await withSignal(
        (signal) => transport.sendMail({ ...message, signal }),
        SEND_TIMEOUT,
        () => new Error(`The mail server did not accept the mail within ${SEND_TIMEOUT} ms.`),
      );
      // The other recipients have the mail: sending it again would give them a second one.
      if (rejected.length > 0)
        log.warn({ event: mail.eventId, count: rejected.length }, 'recipients were refused');
    },
    check: async () => void (await transport.verify()),
    close: async () => transport.close(),
  };
}
