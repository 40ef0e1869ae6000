import { type Event, type EventType, typeOf } from '@holdfast/kit-events/event';

/** Distributes the events that this process receives to the subscriptions that follow them. */
export interface Broker {
  /** Resolves when this process first receives events. Earlier events are not delivered. */
  readonly heard: Promise<void>;
  /**
   * @param subject null for events of all subjects.
   * @param onGap called when events may have been missed.
   * @returns a function that stops following.
   */
  follow(
    type: EventType,
    subject: string | null,
    onEvent: (event: Event) => void,
    onGap: () => void,
  ): () => void;
  publish(event: Event): void;
  /** Announces that events arrive from now on, and that earlier ones may have been missed. */
  gap(): void;
}

/** @param hearing true when events arrive from the start, rather than only after the first `gap`. */
export function createBroker({ hearing = true }: { hearing?: boolean } = {}): Broker {
  const followers = new Map<string, Set<(event: Event) => void>>();
  const gaps = new Set<() => void>();
  const { promise: heard, resolve: hear } = Promise.withResolvers<void>();
  if (hearing) hear();
  return {
    heard,
    gap() {
      hear();
      for (const onGap of gaps) onGap();
    },
    follow(type, subject, onEvent, onGap) {
      gaps.add(onGap);
      const topic = topicOf(type, subject);
      const those = followers.get(topic) ?? new Set();
      followers.set(topic, those.add(onEvent));
      return () => {
        gaps.delete(onGap);
        those.delete(onEvent);
        if (those.size === 0 && followers.get(topic) === those) followers.delete(topic);
      };
    },
    publish(event) {
      const type = typeOf(event);
      if (!type) return;
      for (const subject of [event.subject, null]) {
        for (const onEvent of followers.get(topicOf(type, subject)) ?? []) onEvent(event);
      }
    },
  };
}

function topicOf(type: EventType, subject: string | null): string {
  return JSON.stringify([type, subject]);
}
