/** Publishes events directly, as a service with the defect `event-before-commit` does. */

import { newUuid } from '@holdfast/kit-base/ids';
import { silentLog } from '@holdfast/kit-base/log';
import type { EventBus } from '@holdfast/kit-events/bus';
import { connectBus } from '@holdfast/kit-events/connectBus';
import type { Event } from '@holdfast/kit-events/event';

let bus: Promise<EventBus> | undefined;

export async function publishNow(events: readonly Event[]): Promise<void> {
  const url = process.env['EVENTS_URL'] ?? '';
  const retry = { random: Math.random };
  bus ??= connectBus({ url, name: 'defect', log: silentLog, newId: newUuid, retry });
  await (await bus).publish(events);
}
