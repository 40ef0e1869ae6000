import { pushEvents } from '@holdfast/kit-mongo/outbox';
import { changedFields } from '../../database/orderDocument.ts';
import type { OrderWrites } from '../../database/orderWrites.ts';
import type { Transition } from '../../domain/transition.ts';

/**
 * Writes the changed fields of an order and the events that report the change, if the writer still holds the
 * lease. The document is not replaced, because that would bring back events that the relay has removed in the
 * meantime.
 * @returns false when another process has taken the order over. Then nothing was written.
 */
export async function saveOrder(
  writes: Pick<OrderWrites, 'save'>,
  { from, to, events }: Transition,
): Promise<boolean> {
  return writes.save(
    { id: from.id, token: from.saga.lease.token },
    { $set: changedFields(from, to), ...(events.length > 0 && pushEvents(events)) },
  );
}
