/** One mail per event, as far as that is possible; and the events without a mail. */

import { type Log, silentLog } from '@holdfast/kit-base/log';
import { type Event, newEvent } from '@holdfast/kit-events/event';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { createDelivery, type Dependencies } from '../src/deliver.ts';
import type { OutgoingMail } from '../src/mailer/mailer.ts';
import { createSmtpMailer } from '../src/mailer/smtp.ts';
import { createMailMetrics } from '../src/metrics.ts';
import { forgetMails } from '../src/queries/mails.ts';
import {
  buildLowStock,
  buildMailedToken,
  buildOrder,
  buildOrderConfirmed,
  clock,
  FROM,
  newId,
  SETTINGS,
} from './builders.ts';
import { smtpServer } from './support/smtpServer.ts';
import { testDatabase } from './support/worker.ts';

const made = { clock, newId };

function recordingMailer() {
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

/** Records the reasons for which no mail was sent. */
function recordReasons(): { reasons: string[]; log: Log } {
  const reasons: string[] = [];
  const info = (fields: object) => void ('reason' in fields && reasons.push(String(fields.reason)));
  return { reasons, log: { ...silentLog, info } };
}

/** A database that must not be queried. */
const noDatabase: Queryable = { query: () => Promise.reject(new Error('The database must not be queried.')) };

test.each<[string, Event, string]>([
  [
    'a verification whose token has expired',
    newEvent('EmailVerificationRequested', buildMailedToken({ expiresAt: '2026-01-01T00:00:00Z' }), made),
    'its token has expired',
  ],
  [
    'a password reset whose token expires at this moment',
    newEvent('PasswordResetRequested', buildMailedToken({ expiresAt: '2026-11-21T10:00:00.000Z' }), made),
    'its token has expired',
  ],
  [
    'an order of an unknown customer',
    buildOrderConfirmed({ customer: { id: newId(), email: null, name: null } }),
    'the order has no e-mail address of its customer',
  ],
  ['an event of another kind', newEvent('OrderPlaced', buildOrder(), made), 'the event has no mail'],
])('no mail, and the reason in the log: %s', async (_what, event, reason) => {
  const mailer = recordingMailer();
  const { reasons, log } = recordReasons();
  const now = () => new Date('2026-11-21T10:00:00.000Z');
  await createDelivery(dependencies({ database: noDatabase, mailer, log, clock: now }))(event);
  expect(mailer.mails).toEqual([]);
  expect(reasons).toEqual([reason]);
});

test('low stock without staff is logged', async () => {
  await using postgres = await testDatabase();
  const { reasons, log } = recordReasons();
  const deliver = createDelivery(
    dependencies({ database: postgres.database, mailer: recordingMailer(), log, staff: [] }),
  );
  await deliver(newEvent('StockLow', buildLowStock(), made));
  expect(reasons).toEqual(['STAFF_EMAILS is empty']);
});

test('each fall below the threshold sends one mail', async () => {
  await using postgres = await testDatabase();
  const mailer = recordingMailer();
  const deliver = createDelivery(dependencies({ database: postgres.database, mailer }));
  const stock = buildLowStock();
  const [first, second] = [newEvent('StockLow', stock, made), newEvent('StockLow', stock, made)];
  for (const event of [first, first, second, first, second]) await deliver(event);
  expect(mailer.mails.map(({ eventId }) => eventId)).toEqual([first.id, second.id]);
});

test('a mail that was sent but not recorded is remembered by the process', async () => {
  await using postgres = await testDatabase();
  let down = true;
  const database: Queryable = {
    query: (text, values) =>
      down && text.startsWith('update mails')
        ? Promise.reject(new Error('the database is down'))
        : postgres.database.query(text, values),
  };
  const mailer = recordingMailer();
  const deliver = createDelivery(dependencies({ database, mailer }));
  const event = buildOrderConfirmed();
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

test('mails of events that are handled at once share statements, and one that cannot be recorded fails alone', async () => {
  await using postgres = await testDatabase();
  const statements: string[] = [];
  const database: Queryable = {
    query: (text, values) => {
      statements.push(text.trimStart().split(' ')[0] ?? '');
      return postgres.database.query(text, values);
    },
  };
  const mailer = recordingMailer();
  const deliver = createDelivery(dependencies({ database, mailer }));
  const events = Array.from({ length: 20 }, () => buildOrderConfirmed());
  await Promise.all([...events, ...events.slice(0, 5)].map(deliver));
  expect(new Set(mailer.mails.map(({ eventId }) => eventId)).size).toBe(20);
  expect(statements.filter((word) => word === 'with').length).toBeLessThan(5);
  expect(statements.filter((word) => word === 'update').length).toBeLessThan(5);
  const { rows } = await postgres.database.query('select from mails where sent_at is not null');
  expect(rows).toHaveLength(20);

  const broken = { ...buildOrderConfirmed(), id: 'no UUID' };
  const [failed, ...others] = await Promise.allSettled([
    deliver(broken),
    ...Array.from({ length: 5 }, () => deliver(buildOrderConfirmed())),
  ]);
  expect(failed.status).toBe('rejected');
  expect(others.map(({ status }) => status)).toEqual(others.map(() => 'fulfilled'));
  expect(mailer.mails.filter(({ eventId }) => eventId === broken.id)).toEqual([]);
});

test('a mail whose acceptance got lost is sent again with the same Message-ID', async () => {
  await using postgres = await testDatabase();
  await using smtp = await smtpServer({ cutAfterTaking: 1 });
  const mailer = createSmtpMailer({ url: smtp.url, from: FROM, log: silentLog });
  const metrics = createMailMetrics();
  const deliver = createDelivery(dependencies({ database: postgres.database, mailer, metrics }));
  const event = buildOrderConfirmed();
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

test('old mails are forgotten, recent ones are not', async () => {
  await using postgres = await testDatabase();
  const { database } = postgres;
  const mailer = recordingMailer();
  const [old, young] = [buildOrderConfirmed(), buildOrderConfirmed()];
  const then = () => new Date('2026-01-01T00:00:00Z');
  await createDelivery(dependencies({ database, mailer, clock: then }))(old);
  await createDelivery(dependencies({ database, mailer }))(young);
  await forgetMails(database, new Date('2026-02-01T00:00:00Z'));
  expect((await database.query('select event_id from mails')).rows).toEqual([{ event_id: young.id }]);
});
