import type { Log } from '@holdfast/kit-base/log';
import type { Queryable } from '@holdfast/kit-postgres/postgres';
import { Gauge, type Registry } from '@holdfast/kit-telemetry/metrics';
import { readStatus, type Status } from './readStatus.ts';

const FIGURES = {
  reports_lag_seconds: [
    'From when the newest event in the reports happened until it was in them; NaN before the first one.',
    ({ lagSeconds }) => lagSeconds ?? Number.NaN,
  ],
  reports_last_event_timestamp_seconds: [
    'When the newest event in the reports happened; NaN before the first one.',
    ({ lastEventAt }) => (lastEventAt ? lastEventAt.getTime() / 1000 : Number.NaN),
  ],
  reports_events_seen: ['Events in the reports, each counted once.', ({ eventsSeen }) => eventsSeen],
  reports_consuming: [
    '1 while this process has a subscription, on a bus that answers.',
    ({ consuming }) => Number(consuming),
  ],
} as const satisfies Record<string, readonly [string, (status: Status) => number]>;

interface GaugeDependencies {
  readonly database: Queryable;
  readonly consuming: () => Promise<void>;
  readonly log: Log;
}

/** Adds gauges that read the status at each scrape. They show NaN while the database is unavailable. */
export function addLagGauges(registry: Registry, { database, consuming, log }: GaugeDependencies): void {
  for (const [name, [help, read]] of Object.entries(FIGURES)) {
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        const status = await readStatus({ database }, consuming).catch((err: unknown) => {
          log.warn({ err }, 'a figure for /metrics could not be read');
          return undefined;
        });
        this.set(status ? read(status) : Number.NaN);
      },
    });
  }
}
