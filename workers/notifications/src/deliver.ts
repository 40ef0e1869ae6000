import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import type { Event } from '@holdfast/kit-events/event';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import type { Mailer } from './mailer/mailer.ts';
import { type MailSettings, mailOf } from './mailOf.ts';
import type { MailMetrics } from './metrics.ts';
import { beginMail } from './store/beginMail.ts';
import { markSent } from './store/markSent.ts';
import { readProduct } from './store/readProduct.ts';

export interface Dependencies extends MailSettings {
  readonly database: Queryable;
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: MailMetrics;
}

/**
 * Makes the handler of events: sends the mail of each, once, however often the event is delivered.
 *
 * No transaction spans a database and a mail server, so one side has to give: a mail is sent at least once. It is
 * written down before it is sent and after; a process that dies between the two sends it again, with the same Message-ID.
 * One that lives, and only could not write that it sent, remembers.
 */
export function createDelivery(dependencies: Dependencies): (event: Event) => Promise<void> {
  const { database, mailer, clock, log, metrics } = dependencies;
  const sentByUs = new Set<string>();
  return async (event) => {
    const product =
      event.type === 'holdfast.StockLow.v1' ? await readProduct(database, event.data.productId) : null;
    const decision = mailOf(event, dependencies, { now: clock(), product });
    if (decision.kind === 'none') {
      log.info({ event: event.id, type: event.type, why: decision.why }, 'no mail is sent');
      return;
    }
    const { name, to, mail } = decision;
    const { id: eventId } = event;
    if (!sentByUs.has(eventId)) {
      const begun = await beginMail(database, { eventId, mail: name, at: clock() });
      if (begun.kind === 'sent') return;
      try {
        await mailer.send({ eventId, eventTime: new Date(event.time), to, mail });
      } catch (error) {
        metrics.failed(name);
        throw error;
      }
      sentByUs.add(eventId);
      metrics.sent(name);
      log.info({ event: eventId, mail: name, attempts: begun.attempts }, 'a mail is sent');
    }
    await markSent(database, eventId, clock());
    sentByUs.delete(eventId);
  };
}
