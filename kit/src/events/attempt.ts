import type { SubscribeOptions } from './bus.ts';
import { type Event, readEvent } from './event.ts';

/** What came of handing an event to a consumer. */
export type Outcome = { readonly kind: 'handled' } | { readonly kind: 'failed'; readonly error: unknown };

/** Reads an event and hands it over; never rejects. */
export async function attempt(subscription: SubscribeOptions, message: unknown): Promise<Outcome> {
  try {
    const event: Event = readEvent(message);
    await subscription.handle(event);
    return { kind: 'handled' };
  } catch (error) {
    return { kind: 'failed', error };
  }
}
