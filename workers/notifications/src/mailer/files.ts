import { access, chmod, constants, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { createTransport } from 'nodemailer';
import type { Recipient } from '../mails/mail.ts';
import type { Mailer, OutgoingMail } from './mailer.ts';
import { messageOf } from './message.ts';

/**
 * Writes each mail as a file that mail programs open, for a machine without a mail server. Its name begins with the time of
 * the event and has its id, so that a mail that is written again is the same file. Nobody else may read them: tokens
 * are inside.
 * @throws OperatorError when the folder cannot be made.
 */
export async function createFileMailer(folder: string, from: Recipient): Promise<Mailer> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(
      `cannot make the folder for mails ${folder} (${reason}); set DATA_DIR to another one, or SMTP_URL.`,
      { cause },
    );
  }
  return {
    description: folder,
    send: async (mail) => {
      const { message } = await transport.sendMail(messageOf(mail, from));
      const file = join(folder, fileNameOf(mail));
      const partial = `${file}.partial`;
      await writeFile(partial, message, { mode: 0o600 });
      await rename(partial, file);
    },
    check: () => access(folder, constants.W_OK),
    close: async () => transport.close(),
  };
}

/** Some file systems take no colons. */
function fileNameOf({ eventId, eventTime }: OutgoingMail): string {
  return `${eventTime.toISOString().replaceAll(':', '-')}_${eventId}.eml`;
}
