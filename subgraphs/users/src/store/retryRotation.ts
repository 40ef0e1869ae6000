import type { SecretToken } from '../domain/secretToken.ts';
import type { Collections } from './collections.ts';
import type { Rotation } from './rotateSession.ts';

/**
 * Puts `nextHash` in the place of the successor that the presented token got before, once: for a client that lost that
 * answer. The filter is the guard, as in `rotateSession`.
 * @returns whose session it is; undefined when nothing was changed.
 */
export async function retryRotation(
  sessions: Pick<Collections['sessions'], 'findOneAndUpdate'>,
  presented: SecretToken,
  { nextHash, now, expiresAt }: Rotation,
): Promise<{ userId: string } | undefined> {
  const session = await sessions.findOneAndUpdate(
    {
      _id: presented.id,
      'retry.hash': presented.hash,
      'retry.until': { $gt: now },
      endedAt: null,
      expiresAt: { $gt: now },
    },
    { $set: { tokenHash: nextHash, retry: null, refreshedAt: now, expiresAt } },
  );
  return session ? { userId: session.userId } : undefined;
}
