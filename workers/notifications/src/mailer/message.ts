import type { SendMailOptions } from 'nodemailer';
import { oneLine } from '../mails/html.ts';
import type { Recipient } from '../mails/mail.ts';
import type { OutgoingMail } from './mailer.ts';

/**
 * The message as nodemailer takes it. Its Message-ID is made from the event's id, so that a second copy of it can be known
 * as one; `Auto-Submitted` (RFC 3834 section 5) keeps absence notes from answering.
 */
export function messageOf({ eventId, eventTime, to, mail }: OutgoingMail, from: Recipient): SendMailOptions {
  return {
    from: addressOf(from),
    to: to.map(addressOf),
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    date: eventTime,
    messageId: `<${eventId}@${domainOf(from.address)}>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** As an object: nodemailer would read a list of addresses out of a text. */
function addressOf({ address, name }: Recipient): { name: string; address: string } {
  return { address, name: name === null ? '' : oneLine(name) };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
