import { applyEvents } from '../../src/consumer.ts';
import type { AuditedEvent } from '../builders.ts';

/** Applies one event in a transaction of its own. */
export function applyEvent(deps: Parameters<typeof applyEvents>[0], event: AuditedEvent): Promise<void> {
  return applyEvents(deps, [event]);
}
