/** What is told of a change of an account: what changed, and nothing that staff may not see or nobody should keep. */
import { type Event, type EventData, newEvent } from '@holdfast/kit/events/event';

export type AccountChange = Pick<EventData<'AccountChanged'>, 'change' | 'before' | 'after'>;

/** @param actor the user who did it; `users` for this service. */
export function accountChanged(
  userId: string,
  actor: string,
  change: AccountChange,
  { now, newId }: { readonly now: Date; readonly newId: () => string },
): Event<'AccountChanged'> {
  return newEvent('AccountChanged', { userId, actor, ...change }, { clock: () => now, newId });
}

/** A change of a secret, or of what is a person's own: its name is all that is told. */
export const changedOnly = (change: AccountChange['change'], field: string): AccountChange => ({
  change,
  before: {},
  after: { changed: [field] },
});
