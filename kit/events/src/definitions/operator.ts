import { z } from 'zod';
import { actor, type EventDefinition, id } from './parts.ts';

/** What is done to the shop from outside of its services. */
export const OPERATOR_EVENTS = {
  DeadLetterResent: {
    source: 'operator',
    subject: 'eventId',
    when: 'An operator is about to give an event, at which a consumer failed again and again, to that consumer once more.',
    data: z.object({
      eventId: id,
      consumer: z.string(),
      /** The event's type, such as `holdfast.OrderPlaced.v1`, and its subject. */
      eventType: z.string(),
      eventSubject: z.string(),
      attempts: z.int(),
      actor,
    }),
  },
} as const satisfies Record<string, EventDefinition>;
