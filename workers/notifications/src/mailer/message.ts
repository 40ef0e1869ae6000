import type { SendMailOptions } from 'nodemailer';
import { oneLine } from '../mails/html.ts';
import type { Recipient } from '../mails/mail.ts';
import type { OutgoingMail } from './mailer.ts';

/**
 * Returns the message in nodemailer's form. Its Message-ID is derived from the event's id, so that a second
 * copy can be recognized. `Auto-Submitted` (RFC 3834 section 5) keeps automatic responders from replying.
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

/** Returns an object, because nodemailer would parse a string as a list of addresses. */
function addressOf({ address, name }: Recipient): { name: string; address: string } {
  return { address, name: name === null ? '' : oneLine(name) };
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
