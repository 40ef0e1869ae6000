import { newUuid } from '@holdfast/kit-base/ids';
import type { Log } from '@holdfast/kit-base/log';
import type { EventBus } from './bus.ts';
import { connectBus } from './connectBus.ts';

/** The bus of `EVENTS_URL` as a process uses it: with real ids and jitter, and the usual retries. @throws as `connectBus`. */
export function connectProcessBus(given: { url: string; name: string; log: Log }): Promise<EventBus> {
  return connectBus({ ...given, newId: newUuid, retry: { random: Math.random } });
}
