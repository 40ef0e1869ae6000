import type { Collections } from '../../database/collections.ts';
import type { MailEventType } from '../domain/mailToken.ts';

/**
 * Removes mails whose token is void from a user's outbox, if they are still there. This takes an update of
 * its own, because none can both add to an array and remove from it. A mail that was already published
 * carries a useless token.
 */
export async function dropMails(
  users: Pick<Collections['users'], 'updateOne'>,
  id: string,
  types: readonly MailEventType[],
): Promise<void> {
  const dropped = types.map((type) => `holdfast.${type}.v1` as const);
  await users.updateOne({ _id: id }, { $pull: { outbox: { type: { $in: dropped } } } });
}
