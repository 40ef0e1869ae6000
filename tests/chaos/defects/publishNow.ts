/** What a service with the defect `event-before-commit` does with its events: gives them to the bus itself. */
import type { EventBus } from '@holdfast/kit/events/bus';
import { connectBus } from '@holdfast/kit/events/connectBus';
import type { Event } from '@holdfast/kit/events/event';
import { newUuid } from '@holdfast/kit/ids';
import { silentLog } from '@holdfast/kit/log';

let bus: Promise<EventBus> | undefined;

export async function publishNow(events: readonly Event[]): Promise<void> {
  const url = process.env['EVENTS_URL'] ?? '';
  const retry = { random: Math.random };
  bus ??= connectBus({ url, name: 'defect', log: silentLog, newId: newUuid, retry });
  await (await bus).publish(events);
}
