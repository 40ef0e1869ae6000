import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileMailer } from '../../src/mailer/files.ts';
import { buildOutgoingMail, FROM } from '../builders.ts';
import { parseMail } from '../support/parseMail.ts';
import { temporaryFolder } from '../support/worker.ts';

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test('an event is one complete file that only its owner can read', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'data', 'mail');
  const mailer = await createFileMailer(path, FROM);
  const mail = buildOutgoingMail();
  await mailer.send(mail);
  await mailer.send(mail);
  const name = `2026-11-21T10-11-12.131Z_${mail.eventId}.eml`;
  expect(await readdir(path)).toEqual([name]);
  expect(await modeOf(path)).toBe(0o700);
  expect(await modeOf(join(path, name))).toBe(0o600);
  const read = parseMail(await readFile(join(path, name), 'utf8'));
  expect(read.text).toBe(mail.mail.text.trimEnd());
  expect(read.html).toBe(mail.mail.html.trimEnd());
  expect(Object.fromEntries(read.headers)).toMatchObject({
    subject: mail.mail.subject,
    from: 'Holdfast <shop@shop.example>',
    to: 'Ada Lovelace <ada@customers.example>',
    date: 'Sat, 21 Nov 2026 10:11:12 +0000',
    'message-id': `<${mail.eventId}@shop.example>`,
    'auto-submitted': 'auto-generated',
  });
});

test('a folder that others can enter is closed to them, and one that cannot be created is one clear error', async () => {
  await using folder = await temporaryFolder();
  await chmod(folder.path, 0o755);
  const mailer = await createFileMailer(folder.path, FROM);
  expect(await modeOf(folder.path)).toBe(0o700);
  await mailer.check();
  await writeFile(join(folder.path, 'file'), '');
  await expect(createFileMailer(join(folder.path, 'file', 'mail'), FROM)).rejects.toThrow(
    /^cannot create the folder for mails .*; set DATA_DIR to another one, or SMTP_URL\.$/,
  );
});
