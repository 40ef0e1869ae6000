/** The behaviour of the worker on any bus, seen from the mail server. */

import { silentLog } from '@holdfast/kit-base/log';
import { newEvent } from '@holdfast/kit-events/event';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import { expect, test } from 'vitest';
import { createSmtpMailer } from '../../src/mailer/smtp.ts';
import {
  buildLowStock,
  buildMailedToken,
  buildOrder,
  buildOrderConfirmed,
  clock,
  EVIL,
  FROM,
  newId,
  STAFF,
} from '../builders.ts';
import { type SmtpServer, smtpServer } from './smtpServer.ts';
import { openBus, startWorker, testDatabase } from './worker.ts';

const mailerOf = (server: SmtpServer) => createSmtpMailer({ url: server.url, from: FROM, log: silentLog });

const made = { clock, newId };

/** An event of each kind that has a mail, with the beginning of its mail's subject. */
const allMailed = () =>
  [
    [newEvent('EmailVerificationRequested', buildMailedToken(), made), 'Confirm your e-mail'],
    [newEvent('PasswordResetRequested', buildMailedToken(), made), 'Choose a new password'],
    [buildOrderConfirmed(), 'Your order HF-2026-000042 is confirmed'],
    [
      newEvent(
        'OrderRejected',
        { ...buildOrder(), rejection: { code: 'OUT_OF_STOCK', message: 'Gone.' } },
        made,
      ),
      'Your order HF-2026-000042 could not',
    ],
    [
      newEvent(
        'OrderShipped',
        { ...buildOrder(), actor: 'orders', shipment: { carrier: 'DHL', trackingNumber: 'JD0001' } },
        made,
      ),
      'Your order HF-2026-000042 is on its way',
    ],
    [
      newEvent('OrderCancelled', { ...buildOrder(), actor: 'orders', reason: null }, made),
      'Your order HF-2026-000042 is cancelled',
    ],
    [newEvent('StockLow', buildLowStock(), made), 'Low stock: 3 left of product'],
  ] as const;

async function unsentOf(database: Postgres): Promise<number> {
  const { rows } = await database.query('select from mails where sent_at is null');
  return rows.length;
}

export function workerContract(startServer: () => Promise<{ url: string } & AsyncDisposable>): void {
  test('each event that has a mail sends one, in text and HTML, to the right recipients', async () => {
    await using server = await startServer();
    await using postgres = await testDatabase();
    await using smtp = await smtpServer();
    await using worker = await startWorker({
      url: server.url,
      database: postgres.database,
      mailer: mailerOf(smtp),
    });
    const events = allMailed();
    const silent = [
      newEvent('OrderPlaced', buildOrder(), made),
      newEvent('UserRegistered', { userId: newId(), email: 'a@b.example', name: 'A' }, made),
    ];
    await worker.bus.publish([...silent, ...events.map(([event]) => event)]);
    await smtp.count(events.length);
    for (const [event, subject] of events) {
      const found = smtp.mails.filter(({ headers }) => headers.get('message-id')?.includes(event.id));
      expect(found).toHaveLength(1);
      const [mail] = found;
      expect(mail!.headers.get('message-id')).toBe(`<${event.id}@shop.example>`);
      expect(mail!.headers.get('subject')).toMatch(subject);
      expect(mail!.headers.get('from')).toBe('Holdfast <shop@shop.example>');
      expect(mail!.headers.get('auto-submitted')).toBe('auto-generated');
      expect(mail!.from).toBe('shop@shop.example');
      expect(mail!.recipients).toEqual(
        event.type === 'holdfast.StockLow.v1' ? STAFF : ['ada@customers.example'],
      );
      expect(mail!.text).toMatch(/Holdfast$/);
      expect(mail!.html).toMatch(/^<!doctype html>[\s\S]*<\/html>$/);
    }
    await expect.poll(() => unsentOf(postgres.database)).toBe(0);
    expect(smtp.mails).toHaveLength(events.length);
  });

  test('an event that is delivered again is not mailed again, not even by another process', async () => {
    await using server = await startServer();
    await using postgres = await testDatabase();
    await using smtp = await smtpServer();
    const options = { url: server.url, database: postgres.database };
    const twice = buildOrderConfirmed();
    const after = () => ({ ...buildOrderConfirmed(), subject: twice.subject });
    {
      await using worker = await startWorker({ ...options, mailer: mailerOf(smtp) });
      await worker.bus.publish([twice]);
      await worker.bus.publish([twice, after()]);
      // Events of one subject come in order, so the copy has been handled once the next one is.
      await smtp.count(2);
    }
    await using worker = await startWorker({ ...options, mailer: mailerOf(smtp) });
    // PostgreSQL delivers the copies; NATS itself drops those of the last few minutes.
    await worker.bus.publish([twice, after()]);
    await smtp.count(3);
    expect(new Set(smtp.mails.map(({ headers }) => headers.get('message-id'))).size).toBe(3);
  });

  test('low stock names the product as the catalogue last named it', async () => {
    await using server = await startServer();
    await using postgres = await testDatabase();
    await using smtp = await smtpServer();
    const options = { url: server.url, database: postgres.database };
    await using worker = await startWorker({ ...options, mailer: mailerOf(smtp) });
    const productId = newId();
    const product = (name: string, version: number) => ({
      productId,
      sku: 'GRINDER-1',
      name,
      kind: 'PHYSICAL' as const,
      status: 'ACTIVE' as const,
      price: { amount: '50.00', currency: 'USD' },
      categoryId: null,
      sellerId: null,
      version,
      actor: 'test',
    });
    await worker.bus.publish([
      newEvent('ProductCreated', product('Grinder', 1), made),
      newEvent('ProductUpdated', product('Hand coffee grinder', 2), made),
    ]);
    const names = async () => (await postgres.database.query('select name, version from products')).rows;
    await expect.poll(names).toEqual([{ name: 'Hand coffee grinder', version: 2 }]);
    await worker.bus.publish([newEvent('StockLow', buildLowStock({ productId }), made)]);
    const [mail] = await smtp.count(1);
    expect(mail!.text).toContain('units of Hand coffee grinder (GRINDER-1) in Berlin (BER): 3.');
  });

  test('while the mail server is down, events wait; they are mailed once it is up', async () => {
    await using server = await startServer();
    await using postgres = await testDatabase();
    await using smtp = await smtpServer();
    await smtp.down();
    const options = { url: server.url, database: postgres.database };
    await using worker = await startWorker({ ...options, mailer: mailerOf(smtp), attempts: 10_000 });
    const events = [buildOrderConfirmed(), buildOrderConfirmed(), buildOrderConfirmed()];
    await worker.bus.publish(events);
    const tried = 'select from mails where attempts > 1 and sent_at is null';
    // Not all three: on NATS two may share a partition, and then the second waits for the first.
    await expect
      .poll(async () => (await postgres.database.query(tried)).rows.length, { timeout: 30_000 })
      .toBeGreaterThan(0);
    expect(smtp.mails).toEqual([]);
    await smtp.up();
    await smtp.count(3);
    await expect.poll(() => unsentOf(postgres.database)).toBe(0);
    expect(smtp.mails).toHaveLength(3);
  });

  test('events while the worker is away are mailed once it is back', async () => {
    await using server = await startServer();
    await using postgres = await testDatabase();
    await using smtp = await smtpServer();
    const options = { url: server.url, database: postgres.database };
    {
      await using worker = await startWorker({ ...options, mailer: mailerOf(smtp) });
      await worker.bus.publish([buildOrderConfirmed()]);
      await smtp.count(1);
    }
    const bus = await openBus(server.url);
    await bus.publish([buildOrderConfirmed(), newEvent('StockLow', buildLowStock(), made)]);
    await bus.stop();
    await using _worker = await startWorker({ ...options, mailer: mailerOf(smtp) });
    await smtp.count(3);
  });

  test('a mail that is always refused becomes a dead letter, and the others continue', async () => {
    await using server = await startServer();
    await using postgres = await testDatabase();
    const refuse = (to: string) => (to === 'gone@customers.example' ? '550 no such mailbox' : undefined);
    await using smtp = await smtpServer({ refuse });
    const options = { url: server.url, database: postgres.database };
    await using worker = await startWorker({ ...options, mailer: mailerOf(smtp), attempts: 3 });
    const poison = buildOrderConfirmed({
      customer: { id: newId(), email: 'gone@customers.example', name: EVIL },
    });
    const next = { ...buildOrderConfirmed(), subject: poison.subject };
    await worker.bus.publish([poison, next, buildOrderConfirmed()]);
    await smtp.count(2);
    const letters = async () => (await worker.bus.deadLetters.list()).map(({ event }) => event.id);
    await expect.poll(letters, { timeout: 30_000 }).toEqual([poison.id]);
    const [letter] = await worker.bus.deadLetters.list();
    expect(letter).toMatchObject({ consumer: 'notifications', attempts: 3 });
    expect(letter!.error).toContain('550');
  });
}
