import { type Event, newEvent } from '@holdfast/kit-events/event';
import type { User } from '../accounts/domain/user.ts';
import type { MailEventType } from '../tokens/domain/mailToken.ts';

/** An event in the form that was kept before there was a bus. */
export interface OldEvent {
  readonly id: string;
  readonly type: MailEventType;
  readonly at: Date;
  readonly data: { readonly token: string; readonly expiresAt: Date };
}

/** Converts an old event. It keeps its id, so that consumers handle it once, however often it is made. */
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
