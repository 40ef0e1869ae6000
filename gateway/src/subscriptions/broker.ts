import { type Event, type EventType, typeOf } from '@holdfast/kit/events/event';

/** Gives the events that this process hears of to those who wait for them. */
export interface Broker {
  /**
   * @param subject null for events of every subject.
   * @returns ends it.
   */
  follow(type: EventType, subject: string | null, onEvent: (event: Event) => void): () => void;
  publish(event: Event): void;
}

export function createBroker(): Broker {
  const followers = new Map<string, Set<(event: Event) => void>>();
  return {
    follow(type, subject, onEvent) {
      const topic = topicOf(type, subject);
      const those = followers.get(topic) ?? new Set();
      followers.set(topic, those.add(onEvent));
      return () => {
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
