/** What each way of sending writes, as the program that reads it does. */
import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentLog } from '@holdfast/kit-base/log';
import { expect, test } from 'vitest';
import { createFileMailer } from '../src/mailer/files.ts';
import type { OutgoingMail } from '../src/mailer/mailer.ts';
import { createSmtpMailer } from '../src/mailer/smtp.ts';
import { orderConfirmedMail } from '../src/mails/orderConfirmed.ts';
import { parseMail } from './parseMail.ts';
import { smtpServer } from './smtpServer.ts';
import { EVIL, FROM, newId, order, SHOP, temporaryFolder } from './support.ts';

const outgoing = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  eventId: newId(),
  eventTime: new Date('2026-11-21T10:11:12.131Z'),
  to: [{ address: 'ada@customers.example', name: 'Ada Lovelace' }],
  mail: orderConfirmedMail(order({ lines: [{ ...order().lines[0]!, name: `Größe „M“ ${EVIL}` }] }), SHOP),
  ...more,
});

const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

test('files: one for an event, complete, for nobody else to read', async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, 'data', 'mail');
  const mailer = await createFileMailer(path, FROM);
  const mail = outgoing();
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

test('files: a folder that others could enter is closed to them, one that cannot be made is one line', async () => {
  await using folder = await temporaryFolder();
  await chmod(folder.path, 0o755);
  const mailer = await createFileMailer(folder.path, FROM);
  expect(await modeOf(folder.path)).toBe(0o700);
  await mailer.check();
  await writeFile(join(folder.path, 'file'), '');
  await expect(createFileMailer(join(folder.path, 'file', 'mail'), FROM)).rejects.toThrow(
    /^cannot make the folder for mails .*; set DATA_DIR to another one, or SMTP_URL\.$/,
  );
});

test('SMTP: what the server receives is what was written', async () => {
  await using smtp = await smtpServer();
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog });
  await mailer.check();
  const mail = outgoing();
  await mailer.send(mail);
  await mailer.close();
  const [received] = smtp.mails;
  expect(received!.text).toBe(mail.mail.text.trimEnd());
  expect(received!.html).toBe(mail.mail.html.trimEnd());
  expect(received!.recipients).toEqual(['ada@customers.example']);
  expect(mailer.description).toBe(smtp.url);
});

test('SMTP: no name or subject adds a header or a recipient', async () => {
  await using smtp = await smtpServer();
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog });
  const injection = 'Ada\r\nBcc: eve@evil.example\r\n\r\nbody, <eve@evil.example>';
  const { mail } = outgoing();
  await mailer.send(
    outgoing({
      to: [{ address: 'ada@customers.example', name: injection }],
      mail: { ...mail, subject: injection },
    }),
  );
  await mailer.close();
  const [received] = smtp.mails;
  expect(received!.recipients).toEqual(['ada@customers.example']);
  expect(received!.headers.has('bcc')).toBe(false);
  expect(received!.text).toBe(mail.text.trimEnd());
  expect(received!.headers.get('subject')).toBe('Ada Bcc: eve@evil.example body, <eve@evil.example>');
});

test('SMTP: some of several recipients refused is a line in the log; all refused is a failure', async () => {
  const refuse = (to: string) => (to.startsWith('gone') ? '550 no such mailbox' : undefined);
  await using smtp = await smtpServer({ refuse });
  const warnings: object[] = [];
  const log = { ...silentLog, warn: (fields: object) => void warnings.push(fields) };
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log });
  const to = (...names: string[]) => names.map((name) => ({ address: `${name}@shop.example`, name: null }));
  const mail = outgoing({ to: to('staff', 'gone') });
  await mailer.send(mail);
  expect(smtp.mails.map(({ recipients }) => recipients)).toEqual([['staff@shop.example']]);
  expect(warnings).toEqual([{ event: mail.eventId, count: 1 }]);
  await expect(mailer.send(outgoing({ to: to('gone', 'gone2') }))).rejects.toThrow('550');
  await mailer.close();
});

test('SMTP: mails use few connections; neither password nor user is told to people', async () => {
  await using smtp = await smtpServer();
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog });
  await Promise.all(Array.from({ length: 40 }, () => mailer.send(outgoing())));
  await mailer.close();
  expect(smtp.mails).toHaveLength(40);
  expect(smtp.sessions()).toBeLessThanOrEqual(5);
  const other = createSmtpMailer({ url: 'smtps://me:secret@mail.example:465', from: FROM, log: silentLog });
  expect(other.description).toBe('smtps://mail.example:465');
  await other.close();
});

test('SMTP: a connection that is idle for too long, or is cut meanwhile, is opened again', async () => {
  await using smtp = await smtpServer();
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog, silence: 200 });
  await mailer.send(outgoing());
  expect(smtp.connected()).toBe(1);
  await expect.poll(smtp.connected, { timeout: 30_000 }).toBe(0);
  await mailer.send(outgoing());
  await smtp.down();
  await smtp.up();
  await mailer.send(outgoing());
  await mailer.close();
  expect(smtp.mails).toHaveLength(3);
  expect(smtp.sessions()).toBe(3);
});
