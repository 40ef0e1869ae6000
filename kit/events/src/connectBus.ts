import { OperatorError } from '@holdfast/kit-base/errors';
import type { BusOptions, EventBus } from './bus.ts';
import { DEFAULT_RETRY, type RetryPolicy } from './retry.ts';

/**
 * Connects to the bus of `EVENTS_URL`, `postgres://` or `nats://`, and loads only the client that it needs.
 * @throws OperatorError when the URL is neither, or the bus cannot be used.
 */
export async function connectBus(
  options: Omit<BusOptions, 'retry'> & { retry: Partial<RetryPolicy> & Pick<RetryPolicy, 'random'> },
): Promise<EventBus> {
  const full: BusOptions = { ...options, retry: { ...DEFAULT_RETRY, ...options.retry } };
  const protocol = URL.canParse(options.url) ? new URL(options.url).protocol : undefined;
  switch (protocol) {
    case 'postgres:':
    case 'postgresql:':
      return (await import('./postgresBus.ts')).connectPostgresBus(full);
    case 'nats:':
      return (await import('./natsBus.ts')).connectNatsBus(full);
    default:
      throw new OperatorError(
        `EVENTS_URL of ${options.name} must be a URL that starts with postgres:// or nats://.`,
      );
  }
}
