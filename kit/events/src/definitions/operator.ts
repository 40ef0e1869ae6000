import { z } from 'zod';
import { actor, type EventDefinition, id } from './parts.ts';

/** Events of actions outside the services. */
export const OPERATOR_EVENTS = {
  DeadLetterResent: {
    source: 'operator',
    subject: 'eventId',
    when: 'An operator is about to resend a dead letter to the consumer that failed to handle it.',
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
