import type { Log } from '@holdfast/kit-base/log';
import { withSignal } from '@holdfast/kit-base/timeLimit';
import { createTransport } from 'nodemailer';
import type { Recipient } from '../mails/mail.ts';
import type { Mailer } from './mailer.ts';
import { messageOf } from './message.ts';

/** Milliseconds: to connect and to be greeted, without a word on a connection, and for a mail in all. */
const CONNECT_TIMEOUT = 10_000;
const SILENCE_TIMEOUT = 30_000;
const SEND_TIMEOUT = 60_000;
/** Mail servers let one client have a few. */
const CONNECTIONS = 5;

export interface SmtpOptions {
  /** Is known to be one. */
  readonly url: string;
  readonly from: Recipient;
  readonly log: Log;
  /** Milliseconds without a word after which a connection is given up, an idle one too. Default 30,000. */
  readonly silence?: number;
}

/**
 * Sends by SMTP (RFC 5321): `smtps://user:password@host:465`, or `smtp://…`, which is encrypted when the server offers it
 * (STARTTLS).
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
        () => new Error(`The mail was not taken in ${SEND_TIMEOUT} ms.`),
      );
      // Some of several: sent again, the others would get it twice.
      if (rejected.length > 0)
        log.warn({ event: mail.eventId, count: rejected.length }, 'recipients were refused');
    },
    check: async () => void (await transport.verify()),
    close: async () => transport.close(),
  };
}
