import { type Event, type EventType, typeOf } from '@holdfast/kit/events/event';

/** Gives the events that this process hears of to those who wait for them. */
export interface Broker {
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
  /** Says that events may have been missed. */
  gap(): void;
}

export function createBroker(): Broker {
  const followers = new Map<string, Set<(event: Event) => void>>();
  const gaps = new Set<() => void>();
  return {
    gap() {
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
