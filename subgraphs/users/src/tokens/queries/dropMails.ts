import type { Collections } from '../../database/collections.ts';
import type { MailEventType } from '../domain/mailToken.ts';

/**
 * Takes mails out of a user's outbox whose token is void by now, as far as they are still there. By itself: no update adds to an
 * array and takes from it. One that is sent all the same has a token that is good for nothing.
 */
export async function dropMails(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  types: readonly MailEventType[],
): Promise<void> {
  const dropped = types.map((type) => `holdfast.${type}.v1` as const);
  await users.updateOne({ _id: id }, { $pull: { outbox: { type: { $in: dropped } } } });
}
