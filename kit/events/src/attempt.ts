import { traced } from '@holdfast/kit-base/trace';
import type { SubscribeOptions } from './bus.ts';
import { type Event, readEvent, typeOf } from './event.ts';

/** The outcome of an attempt to handle an event. */
export type Outcome = { readonly kind: 'handled' } | { readonly kind: 'failed'; readonly error: unknown };

/** Validates an event and passes it to the handler. Never rejects. */
export async function attempt(subscription: SubscribeOptions, message: unknown): Promise<Outcome> {
  try {
    const event: Event = readEvent(message);
    const { traceparent } = event;
    const options = {
      kind: 'consumer' as const,
      parent: traceparent ?? null,
      link: traceparent,
      attributes: {
        'messaging.consumer.group.name': subscription.consumer,
        'messaging.message.id': event.id,
      },
    };
    await traced(`consume ${typeOf(event)}`, options, () => subscription.handle(event));
    return { kind: 'handled' };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
