import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { Event } from '@holdfast/kit-events/event';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { decideMail, type MailSettings } from './decideMail.ts';
import type { Mailer } from './mailer/mailer.ts';
import { createMailRecords } from './mailRecords.ts';
import type { MailMetrics } from './metrics.ts';
import { readProduct } from './queries/products.ts';

export interface Dependencies extends MailSettings {
  readonly database: Queryable;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MailMetrics;
}

/**
 * Creates the handler that sends the mail of each event, once, however often the event is delivered.
 *
 * No transaction spans a database and a mail server, so delivery is at least once. The worker records a mail
 * before it is sent and again after. If the process crashes in between, the mail is sent again, with the same
 * Message-ID. If only the second record fails, the process remembers that it sent the mail.
 */
export function createDelivery(dependencies: Dependencies): (event: Event) => Promise<void> {
  const { database, mailer, clock, log, metrics } = dependencies;
  const records = createMailRecords(database);
  const sentByUs = new Set<string>();
  return async (event) => {
    const product =
      event.type === 'holdfast.StockLow.v1' ? await readProduct(database, event.data.productId) : null;
    const decision = decideMail(event, dependencies, { now: clock(), product });
    if (decision.kind === 'none') {
      log.info({ event: event.id, type: event.type, reason: decision.reason }, 'no mail is sent');
      return;
    }
    const { name, to, mail } = decision;
    const { id: eventId } = event;
    if (!sentByUs.has(eventId)) {
      const start = await records.start({ eventId, mail: name, at: clock() });
      if (start.kind === 'sent') return;
      try {
        await mailer.send({ eventId, eventTime: new Date(event.time), to, mail });
      } catch (error) {
        metrics.failed(name);
        throw error;
      }
      sentByUs.add(eventId);
      metrics.sent(name);
      log.info({ event: eventId, mail: name, attempts: start.attempts }, 'a mail was sent');
    }
    await records.markSent({ eventId, at: clock() });
    sentByUs.delete(eventId);
  };
}
