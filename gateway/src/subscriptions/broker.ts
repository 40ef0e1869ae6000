import { type Event, type EventType, typeOf } from '@holdfast/kit-events/event';

/** Gives the events that this process hears of to those who wait for them. */
export interface Broker {
  /** Resolves when this process hears of events for the first time; what was told before that is not heard. */
  readonly heard: Promise<void>;
  /**
   * @param subject null for events of every subject.
   * @param onGap called when events may have been missed.
   * @returns ends it.
   */
  follow(
    type: EventType,
    subject: string | null,
    onEvent: (event: Event) => void,
    onGap: () => void,
  ): () => void;
  publish(event: Event): void;
  /** Says that events are heard from now on, and that some may have been missed before. */
  gap(): void;
}

/** @param hearing whether events are heard from the beginning, and not only after the first `gap`. */
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
