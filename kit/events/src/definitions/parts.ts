/** The parts that the data of several events share. */
import { z } from 'zod';

export const id = z.uuid();

/** A date and time: RFC 3339, UTC. */
export const moment = z.iso.datetime();

/**
 * The actor: a user's id, the name of a service that acted by itself, or `operator:` and the name of the
 * operator who ran a command.
 */
export const actor = z.string().min(1);

/** Money in the API's format. */
export const money = z.object({
  amount: z.string().regex(/^-?\d+(\.\d+)?$/),
  currency: z.string().length(3),
});

/**
 * The subject's changed state before and after an action; null when the subject did not exist before, or does
 * not exist after.
 */
const state = z.record(z.string(), z.unknown()).nullable();
export const change = { before: state, after: state };

/** The same for an event type that was once published without it. */
export const changeIfTold = { before: state.optional(), after: state.optional() };

export const productKind = z.enum(['PHYSICAL', 'SEAT', 'DIGITAL']);

/** The definition of an event type: who publishes it, when, and with which data. */
export interface EventDefinition {
  /** The service that owns the aggregate. */
  readonly source: 'users' | 'products' | 'inventory' | 'payments' | 'orders' | 'operator';
  /**
   * The field with the aggregate's id, which becomes the event's `subject`. Events of one subject keep their
   * order.
   */
  readonly subject: string;
  /** A sentence for the documentation. */
  readonly when: string;
  readonly data: z.ZodObject;
}
