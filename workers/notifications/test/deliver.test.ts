/** Once for an event, as far as that goes; and the events that are worth no mail. */

import { type Log, silentLog } from '@holdfast/kit-base/log';
import { type Event, newEvent } from '@holdfast/kit-events/event';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { createDelivery, type Dependencies } from '../src/deliver.ts';
import type { OutgoingMail } from '../src/mailer/mailer.ts';
import { createSmtpMailer } from '../src/mailer/smtp.ts';
import { createMailMetrics } from '../src/metrics.ts';
import { forgetMails } from '../src/store/forgetMails.ts';
import { readProduct } from '../src/store/readProduct.ts';
import { saveProduct } from '../src/store/saveProduct.ts';
import { smtpServer } from './smtpServer.ts';
import {
  clock,
  confirmed,
  FROM,
  lowStock,
  mailedToken,
  newId,
  order,
  SETTINGS,
  testDatabase,
} from './support.ts';

const made = { clock, newId };

function keepingMailer() {
  const mails: OutgoingMail[] = [];
  return {
    mails,
    description: 'the test',
    send: async (mail: OutgoingMail) => void mails.push(mail),
    check: async () => {},
    close: async () => {},
  };
}

function dependencies(more: Pick<Dependencies, 'database' | 'mailer'> & Partial<Dependencies>): Dependencies {
  return { clock, log: silentLog, metrics: createMailMetrics(), ...SETTINGS, ...more };
}

/** Keeps the reasons for which no mail was sent. */
function reasons(): { why: string[]; log: Log } {
  const why: string[] = [];
  const info = (fields: object) => void ('why' in fields && why.push(String(fields.why)));
  return { why, log: { ...silentLog, info } };
}

/** A database that must not be asked. */
const noDatabase: Queryable = { query: () => Promise.reject(new Error('Nothing is to be written.')) };

test.each<[string, Event, string]>([
  [
    'a verification whose token has expired',
    newEvent('EmailVerificationRequested', mailedToken({ expiresAt: '2026-01-01T00:00:00Z' }), made),
    'its token has expired',
  ],
  [
    'a reset whose token has expired this moment',
    newEvent('PasswordResetRequested', mailedToken({ expiresAt: '2026-11-21T10:00:00.000Z' }), made),
    'its token has expired',
  ],
  [
    'an order of an unknown customer',
    confirmed({ customer: { id: newId(), email: null, name: null } }),
    'the order does not know the address of its customer',
  ],
  ['an event of another kind', newEvent('OrderPlaced', order(), made), 'there is no mail for it'],
])('no mail, and a line in the log: %s', async (_what, event, reason) => {
  const mailer = keepingMailer();
  const { why, log } = reasons();
  const now = () => new Date('2026-11-21T10:00:00.000Z');
  await createDelivery(dependencies({ database: noDatabase, mailer, log, clock: now }))(event);
  expect(mailer.mails).toEqual([]);
  expect(why).toEqual([reason]);
});

test('low stock without staff is said in the log', async () => {
  await using postgres = await testDatabase();
  const { why, log } = reasons();
  const deliver = createDelivery(
    dependencies({ database: postgres.database, mailer: keepingMailer(), log, staff: [] }),
  );
  await deliver(newEvent('StockLow', lowStock(), made));
  expect(why).toEqual(['STAFF_EMAILS names nobody']);
});

test('each fall below the threshold is one mail', async () => {
  await using postgres = await testDatabase();
  const mailer = keepingMailer();
  const deliver = createDelivery(dependencies({ database: postgres.database, mailer }));
  const stock = lowStock();
  const [first, second] = [newEvent('StockLow', stock, made), newEvent('StockLow', stock, made)];
  for (const event of [first, first, second, first, second]) await deliver(event);
  expect(mailer.mails.map(({ eventId }) => eventId)).toEqual([first.id, second.id]);
});

test('sent, but not written down: the process remembers', async () => {
  await using postgres = await testDatabase();
  let down = true;
  const database: Queryable = {
    query: (text, values) =>
      down && text.startsWith('update mails')
        ? Promise.reject(new Error('the database is down'))
        : postgres.database.query(text, values),
  };
  const mailer = keepingMailer();
  const deliver = createDelivery(dependencies({ database, mailer }));
  const event = confirmed();
  await expect(deliver(event)).rejects.toThrow('the database is down');
  await expect(deliver(event)).rejects.toThrow('the database is down');
  down = false;
  await deliver(event);
  await deliver(event);
  expect(mailer.mails).toHaveLength(1);
  const other = createDelivery(dependencies({ database, mailer }));
  await other(event);
  expect(mailer.mails).toHaveLength(1);
});

test('taken by the mail server, which could not say so: a copy with the same Message-ID', async () => {
  await using postgres = await testDatabase();
  await using smtp = await smtpServer({ cutAfterTaking: 1 });
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog });
  const metrics = createMailMetrics();
  const deliver = createDelivery(dependencies({ database: postgres.database, mailer, metrics }));
  const event = confirmed();
  await expect(deliver(event)).rejects.toThrow();
  await deliver(event);
  await mailer.close();
  expect(smtp.mails.map(({ headers }) => headers.get('message-id'))).toEqual([
    `<${event.id}@shop.example>`,
    `<${event.id}@shop.example>`,
  ]);
  const figures = await metrics.registry.metrics();
  expect(figures).toMatch(/^notifications_mails_total\{mail="orderConfirmed",service="notifications"\} 1$/m);
  expect(figures).toMatch(/^notifications_mail_failures_total\{mail="orderConfirmed",.*\} 1$/m);
});

test('mails of long ago are forgotten, others are not', async () => {
  await using postgres = await testDatabase();
  const { database } = postgres;
  const mailer = keepingMailer();
  const [old, young] = [confirmed(), confirmed()];
  const then = () => new Date('2026-01-01T00:00:00Z');
  await createDelivery(dependencies({ database, mailer, clock: then }))(old);
  await createDelivery(dependencies({ database, mailer }))(young);
  await forgetMails(database, new Date('2026-02-01T00:00:00Z'));
  expect((await database.query('select event_id from mails')).rows).toEqual([{ event_id: young.id }]);
});

test('an older name of a product does not take the place of a newer one', async () => {
  await using postgres = await testDatabase();
  const { database } = postgres;
  const productId = newId();
  expect(await readProduct(database, productId)).toBeNull();
  for (const [version, name] of [
    [1, 'Grinder'],
    [3, 'Hand coffee grinder'],
    [2, 'Hand grinder'],
  ] as const) {
    await saveProduct(database, { productId, sku: `GRINDER-${version}`, name, version });
  }
  expect(await readProduct(database, productId)).toEqual({ sku: 'GRINDER-3', name: 'Hand coffee grinder' });
});
