import { createGroupCommit } from '@holdfast/kit-base/groupCommit';
import { traced } from '@holdfast/kit-base/trace';
import type { SubscribeOptions } from './bus.ts';
import { type Event, readEvent, typeOf } from './event.ts';

/** The outcome of an attempt to handle an event. */
export type Outcome = { readonly kind: 'handled' } | { readonly kind: 'failed'; readonly error: unknown };

/** The maximum number of chains in a batch. */
export const BATCH = 256;

/** Validates an event and passes it to the handler. Never rejects. */
export async function attempt(subscription: SubscribeOptions, message: unknown): Promise<Outcome> {
  try {
    const event = readEvent(message);
    await consuming(subscription, event, () => subscription.handle(event));
    return { kind: 'handled' };
  } catch (error) {
    return { kind: 'failed', error };
  }
}

/**
 * Handles a chain, events of one subject in their order, in one batch with the other chains that wait.
 * @param isLeft returns true when the chain must not be handled any more.
 * @returns false when it was left, or when each event has to be attempted alone. Never rejects.
 */
export type AttemptTogether = (chain: readonly unknown[], isLeft: () => boolean) => Promise<boolean>;

/** Creates the batches of a subscription; undefined for one that handles each event alone. */
export function createBatches(subscription: SubscribeOptions): AttemptTogether | undefined {
  const { handleAll } = subscription;
  if (!handleAll) return undefined;
  const submit = createGroupCommit<{ events: readonly Event[]; isLeft: () => boolean }, boolean>({
    run: async (chains) => {
      const kept = new Set(chains.filter(({ isLeft }) => !isLeft()));
      if (kept.size > 0) await handleAll([...kept].flatMap(({ events }) => events));
      return chains.map((chain) => kept.has(chain));
    },
    lanes: 1,
    maxBatch: BATCH,
  });
  return async (chain, isLeft) => {
    try {
      const events = chain.map(readEvent);
      const handled = submit({ events, isLeft });
      await Promise.all(events.map((event) => consuming(subscription, event, () => handled)));
      return await handled;
    } catch {
      // The reason shows when the event that is to blame is attempted alone.
      return false;
    }
  };
}

/** Handles an event in a span of its trace. */
function consuming(
  { consumer }: SubscribeOptions,
  event: Event,
  handle: () => Promise<unknown>,
): Promise<unknown> {
  const { id, traceparent } = event;
  const options = {
    kind: 'consumer' as const,
    parent: traceparent ?? null,
    link: traceparent,
    attributes: { 'messaging.consumer.group.name': consumer, 'messaging.message.id': id },
  };
  return traced(`consume ${typeOf(event)}`, options, handle);
}
