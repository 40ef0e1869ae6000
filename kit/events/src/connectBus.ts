import { OperatorError } from '@holdfast/kit-base/errors';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Log } from '@holdfast/kit-base/log';
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

/**
 * Connects a process to the bus of `EVENTS_URL`, with real ids and jitter, and the default retries.
 * @throws like `connectBus`.
 */
export function connectProcessBus(given: { url: string; name: string; log: Log }): Promise<EventBus> {
  return connectBus({ ...given, newId: newUuid, retry: { random: Math.random } });
}
