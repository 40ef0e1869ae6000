/**
 * The event of a changed account. It reports what changed, but nothing that staff may not see or that must
 * not be kept.
 */
import { type Event, type EventData, newEvent } from '@holdfast/kit-events/event';

export type AccountChange = Pick<EventData<'AccountChanged'>, 'change' | 'before' | 'after'>;

/** @param actor the user who made the change; `users` for this service. */
export function accountChanged(
  userId: string,
  actor: string,
  change: AccountChange,
  { now, newId }: { readonly now: Date; readonly newId: () => string },
): Event<'AccountChanged'> {
  return newEvent('AccountChanged', { userId, actor, ...change }, { clock: () => now, newId });
}

/** Describes a change of a secret or of personal data, of which only the field's name is reported. */
export const changedOnly = (change: AccountChange['change'], field: string): AccountChange => ({
  change,
  before: {},
  after: { changed: [field] },
});
