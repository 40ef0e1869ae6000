import { Counter, createMetrics, type Registry } from '@holdfast/kit-telemetry/metrics';
import type { MailName } from './decideMail.ts';

export interface MailMetrics {
  readonly registry: Registry;
  sent(mail: MailName): void;
  /** Counts a failed attempt; the event is retried. */
  failed(mail: MailName): void;
}

/** @param registry defaults to one with the metrics that every process has. */
export function createMailMetrics(registry: Registry = createMetrics('notifications')): MailMetrics {
  const labelNames = ['mail'];
  const registers = [registry];
  const sent = new Counter({
    name: 'notifications_mails_total',
    help: 'Mails sent.',
    labelNames,
    registers,
  });
  const failed = new Counter({
    name: 'notifications_mail_failures_total',
    help: 'Attempts to send a mail that failed.',
    labelNames,
    registers,
  });
  return { registry, sent: (mail) => sent.inc({ mail }), failed: (mail) => failed.inc({ mail }) };
}
