import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { repeat } from '@holdfast/kit-base/repeat';
import type { EventBus, SubscribeOptions } from '@holdfast/kit-events/bus';
import { startConsumer } from '@holdfast/kit-events/consumer';
import type { HttpServer } from '@holdfast/kit-http/httpServer';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import type { Registry } from '@holdfast/kit-telemetry/metrics';
import { createDelivery } from './deliver.ts';
import type { Mailer } from './mailer/mailer.ts';
import { MAILED, type MailSettings } from './mailOf.ts';
import { createMailMetrics } from './metrics.ts';
import { NAMING, rememberProduct } from './rememberProduct.ts';
import { createStatusServer } from './server.ts';
import { forgetMails } from './store/forgetMails.ts';

export interface NotificationsOptions extends MailSettings {
  /** Connects to the bus, which may be down: then it is asked again. */
  readonly connect: () => Promise<EventBus>;
  /** Migrated; the caller closes it at the end. */
  readonly database: Postgres;
  /** The caller closes it at the end. */
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
  /** Shown at /metrics; by default what every process has. */
  readonly metrics?: Registry;
}

export interface Notifications {
  /** Health and metrics; it does not listen yet. Without it mails are sent all the same. */
  readonly server: HttpServer;
  /** Ends it, when the mails that are being sent are sent. */
  stop(): Promise<void>;
}

const HOUR = 3_600_000;
/** Longer than a bus keeps an event that somebody may give to this consumer again. */
const REMEMBERED = 90 * 24 * HOUR;

/** Sends mails of events from now on. A mail server or a bus that is down does not keep it from starting: events wait. */
export async function createNotifications(options: NotificationsOptions): Promise<Notifications> {
  const { connect, database, mailer, clock, log } = options;
  const metrics = createMailMetrics(options.metrics);
  const deliver = createDelivery({ ...options, metrics });
  const subscription: SubscribeOptions = {
    consumer: 'notifications',
    types: [...MAILED, ...NAMING],
    handle: async (event) => {
      if (!(await rememberProduct(database, event))) await deliver(event);
    },
  };
  const consumer = await startConsumer({
    consumer: { subscription },
    connect,
    log,
    metrics: metrics.registry,
  });
  const forgetting = repeat(
    () => forgetMails(database, new Date(clock().getTime() - REMEMBERED)),
    HOUR,
    (err) => log.warn({ err }, 'old mails could not be forgotten'),
  );
  void mailer
    .check()
    .catch((err) => log.warn({ err, mailer: mailer.description }, 'mails cannot be sent now; they wait'));
  const health = { database: () => database.check(), events: () => consumer.check() };
  return {
    server: createStatusServer(health, metrics.registry),
    stop: async () => {
      await consumer.stop();
      await forgetting.stop();
    },
  };
}
