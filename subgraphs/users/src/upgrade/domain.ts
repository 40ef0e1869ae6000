import { type Event, newEvent } from '@holdfast/kit/events/event';
import type { User } from '../accounts/domain/user.ts';
import type { MailEventType } from '../tokens/domain/mailToken.ts';

/** An event as it was kept before there was a bus to publish it on. */
export interface OldEvent {
  readonly id: string;
  readonly type: MailEventType;
  readonly at: Date;
  readonly data: { readonly token: string; readonly expiresAt: Date };
}

/** The event that an old one is now: the same id, so that it counts once however often it is made. */
export function eventOfOld(
  { id, type, at, data }: OldEvent,
  { id: userId, email, name }: Pick<User, 'id' | 'email' | 'name'>,
): Event<MailEventType> {
  const { token, expiresAt } = data;
  return newEvent(
    type,
    { userId, email, name, token, expiresAt: expiresAt.toISOString() },
    { clock: () => at, newId: () => id },
  );
}
