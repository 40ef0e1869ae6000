import { eventsUrl, port, postgresUrl, serviceSettings, url } from '@holdfast/kit-base/env';
import { z } from 'zod';
import type { Recipient } from './mails/mail.ts';

/** One address, or a name and an address: `Holdfast <shop@example.com>`. */
const recipient = z.string().transform((value, context): Recipient => {
  const [, name = '', bracketed] = /^([^<>]*)<([^<>]*)>$/.exec(value.trim()) ?? [];
  const address = z.email().safeParse(bracketed ?? value.trim());
  if (address.success) return { address: address.data, name: name.trim() || null };
  context.addIssue({ code: 'custom', message: 'must be an address, such as Holdfast <shop@example.com>' });
  return z.NEVER;
});

const addresses = z
  .string()
  .transform((value) => value.split(',').map((each) => each.trim()))
  .pipe(z.array(z.email('must be e-mail addresses separated by commas')));

/** The settings of the process; README.md describes each. */
export const settingsSchema = z.object({
  ...serviceSettings,
  PORT: port,
  POSTGRES_URL: postgresUrl,
  EVENTS_URL: eventsUrl,
  SMTP_URL: url(['smtp:', 'smtps:'])
    .refine((value) => !/^smtps?:/.test(value) || URL.parse(value)?.hostname !== '', 'names no mail server')
    .optional(),
  DATA_DIR: z.string().default('.data'),
  MAIL_FROM: recipient,
  STAFF_EMAILS: addresses,
  SHOP_URL: url(['http:', 'https:']).transform((value) => new URL(value)),
});
