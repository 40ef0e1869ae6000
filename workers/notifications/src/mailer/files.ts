import { access, chmod, constants, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OperatorError } from '@holdfast/kit-base/errors';
import { createTransport } from 'nodemailer';
import type { Recipient } from '../mails/mail.ts';
import type { Mailer, OutgoingMail } from './mailer.ts';
import { messageOf } from './message.ts';

/**
 * Creates a mailer for a machine without a mail server: it writes each mail as a file that mail programs
 * open. The file's name consists of the event's time and id, so that a mail that is written again replaces
 * the same file. Only the owner may read the files, because they contain tokens.
 * @throws OperatorError when the folder cannot be created.
 */
export async function createFileMailer(folder: string, from: Recipient): Promise<Mailer> {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OperatorError(
      `cannot create the folder for mails ${folder} (${reason}); set DATA_DIR to another one, or SMTP_URL.`,
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

/** Returns a name without colons, which some file systems do not allow. */
function fileNameOf({ eventId, eventTime }: OutgoingMail): string {
  return `${eventTime.toISOString().replaceAll(':', '-')}_${eventId}.eml`;
}
