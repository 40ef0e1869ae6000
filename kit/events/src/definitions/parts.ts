/** What the data of several events is made of. */
import { z } from 'zod';

export const id = z.uuid();

/** A moment: RFC 3339, UTC. */
export const moment = z.iso.datetime();

/** A user's id, the name of the service that did it by itself, or `operator:` and the name of who ran a command. */
export const actor = z.string().min(1);

/** Money as the API writes it. */
export const money = z.object({
  amount: z.string().regex(/^-?\d+(\.\d+)?$/),
  currency: z.string().length(3),
});

/** What somebody's doing changed of its subject: how that was before, and how it is after; null when there was, or is, none. */
const state = z.record(z.string(), z.unknown()).nullable();
export const change = { before: state, after: state };

/** The same of an event that was once told without it. */
export const changeIfTold = { before: state.optional(), after: state.optional() };

export const productKind = z.enum(['PHYSICAL', 'SEAT', 'DIGITAL']);

/** A kind of event: who says it and when, and what it carries. */
export interface EventDefinition {
  /** The service whose aggregate it is about. */
  readonly source: 'users' | 'products' | 'inventory' | 'payments' | 'orders' | 'operator';
  /** Which of the data is the aggregate's id: the event's `subject`, within which events keep their order. */
  readonly subject: string;
  /** A sentence for the documentation. */
  readonly when: string;
  readonly data: z.ZodObject;
}
