import { createCounter } from '@holdfast/kit-telemetry/instruments';
import { createMetrics, type Registry } from '@holdfast/kit-telemetry/metrics';
import type { MailName } from './decideMail.ts';

export interface MailMetrics {
  readonly registry: Registry;
  sent(mail: MailName): void;
  /** Counts a failed attempt; the event is retried. */
  failed(mail: MailName): void;
}

/** @param registry defaults to one with the metrics that every process has. */
export function createMailMetrics(registry: Registry = createMetrics('notifications')): MailMetrics {
  const sent = createCounter(registry, { name: 'notifications_mails_total', help: 'Mails sent.' });
  const failed = createCounter(registry, {
    name: 'notifications_mail_failures_total',
    help: 'Attempts to send a mail that failed.',
  });
  return { registry, sent: (mail) => sent({ mail }).add(), failed: (mail) => failed({ mail }).add() };
}
