import { silentLog } from '@holdfast/kit-base/log';
import { expect, test } from 'vitest';
import { createSmtpMailer } from '../../src/mailer/smtp.ts';
import { buildOutgoingMail, FROM } from '../builders.ts';
import { smtpServer } from '../support/smtpServer.ts';

test('the server receives exactly the mail that was sent', async () => {
  await using smtp = await smtpServer();
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog });
  await mailer.check();
  const mail = buildOutgoingMail();
  await mailer.send(mail);
  await mailer.close();
  const [received] = smtp.mails;
  expect(received!.text).toBe(mail.mail.text.trimEnd());
  expect(received!.html).toBe(mail.mail.html.trimEnd());
  expect(received!.recipients).toEqual(['ada@customers.example']);
  expect(mailer.description).toBe(smtp.url);
});

test('no name or subject adds a header or a recipient', async () => {
  await using smtp = await smtpServer();
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog });
  const injection = 'Ada\r\nBcc: eve@evil.example\r\n\r\nbody, <eve@evil.example>';
  const { mail } = buildOutgoingMail();
  await mailer.send(
    buildOutgoingMail({
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

test('some recipients refused is a warning in the log; all refused is a failure', async () => {
  const refuse = (to: string) => (to.startsWith('gone') ? '550 no such mailbox' : undefined);
  await using smtp = await smtpServer({ refuse });
  const warnings: object[] = [];
  const log = { ...silentLog, warn: (fields: object) => void warnings.push(fields) };
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log });
  const to = (...names: string[]) => names.map((name) => ({ address: `${name}@shop.example`, name: null }));
  const mail = buildOutgoingMail({ to: to('staff', 'gone') });
  await mailer.send(mail);
  expect(smtp.mails.map(({ recipients }) => recipients)).toEqual([['staff@shop.example']]);
  expect(warnings).toEqual([{ event: mail.eventId, count: 1 }]);
  await expect(mailer.send(buildOutgoingMail({ to: to('gone', 'gone2') }))).rejects.toThrow('550');
  await mailer.close();
});

test('mails share few connections, and the description contains neither password nor user', async () => {
  await using smtp = await smtpServer();
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog });
  await Promise.all(Array.from({ length: 40 }, () => mailer.send(buildOutgoingMail())));
  await mailer.close();
  expect(smtp.mails).toHaveLength(40);
  expect(smtp.sessions()).toBeLessThanOrEqual(5);
  const other = createSmtpMailer({ url: 'smtps://me:secret@mail.example:465', from: FROM, log: silentLog });
  expect(other.description).toBe('smtps://mail.example:465');
  await other.close();
});

test('a connection that was idle for too long, or was cut meanwhile, is opened again', async () => {
  await using smtp = await smtpServer();
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog, silence: 200 });
  await mailer.send(buildOutgoingMail());
  expect(smtp.connected()).toBe(1);
  await expect.poll(smtp.connected, { timeout: 30_000 }).toBe(0);
  await mailer.send(buildOutgoingMail());
  await smtp.down();
  await smtp.up();
  await mailer.send(buildOutgoingMail());
  await mailer.close();
  expect(smtp.mails).toHaveLength(3);
  expect(smtp.sessions()).toBe(3);
});
