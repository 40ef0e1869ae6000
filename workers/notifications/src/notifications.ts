import type { Clock } from '@holdfast/kit-base/clock';
import type { Log } from '@holdfast/kit-base/log';
import { repeat } from '@holdfast/kit-base/repeat';
import type { EventBus, SubscribeOptions } from '@holdfast/kit-events/bus';
import { startConsumer } from '@holdfast/kit-events/consumer';
import type { HttpServer } from '@holdfast/kit-http/httpServer';
import type { Postgres } from '@holdfast/kit-postgres/postgres';
import type { Registry } from '@holdfast/kit-telemetry/metrics';
import { MAILED, type MailSettings } from './decideMail.ts';
import { createDelivery } from './deliver.ts';
import type { Mailer } from './mailer/mailer.ts';
import { createMailMetrics } from './metrics.ts';
import { forgetMails } from './queries/mails.ts';
import { NAMING, rememberProduct } from './rememberProduct.ts';
import { createStatusServer } from './server.ts';

export interface NotificationsOptions extends MailSettings {
  /** Connects to the bus. While the bus is down, it is called again and again. */
  readonly connect: () => Promise<EventBus>;
  /** Must be migrated. The caller closes it. */
  readonly database: Postgres;
  /** The caller closes it. */
  readonly mailer: Mailer;
  readonly clock: Clock;
  readonly log: Log;
  /** Served at /metrics. Defaults to the metrics that every process has. */
  readonly metrics?: Registry;
}

export interface Notifications {
  /** Serves health and metrics; it does not listen yet. Mails are sent whether it listens or not. */
  readonly server: HttpServer;
  /** Stops the worker once the mails that are being sent are sent. */
  stop(): Promise<void>;
}

const HOUR = 3_600_000;
/** Milliseconds: longer than a bus keeps an event that an operator may resend to this consumer. */
const REMEMBERED = 90 * 24 * HOUR;

/** Starts sending the mails of events, even while the mail server or the bus is down: events wait. */
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
