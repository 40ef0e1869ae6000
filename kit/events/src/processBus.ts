import { newUuid } from '@holdfast/kit-base/ids';
import type { Log } from '@holdfast/kit-base/log';
import type { EventBus } from './bus.ts';
import { connectBus } from './connectBus.ts';

/**
 * Connects a process to the bus of `EVENTS_URL`, with real ids and jitter, and the default retries. @throws
 * like `connectBus`.
 */
export function connectProcessBus(given: { url: string; name: string; log: Log }): Promise<EventBus> {
  return connectBus({ ...given, newId: newUuid, retry: { random: Math.random } });
}
