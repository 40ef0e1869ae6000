import type { SecretToken } from '../domain/secretToken.ts';
import { retryEnd } from '../domain/session.ts';
import type { Collections } from './collections.ts';

export interface Rotation {
  readonly nextHash: string;
  readonly now: Date;
  readonly expiresAt: Date;
}

/**
 * Spends the presented token and puts `nextHash` in its place, if it is its session's newest, and the session stands.
 * The filter is the guard: of concurrent calls with one token, one finds it.
 * @returns whose session it is; undefined when nothing was changed.
 */
export async function rotateSession(
  sessions: Pick<Collections['sessions'], 'findOneAndUpdate'>,
  presented: SecretToken,
  { nextHash, now, expiresAt }: Rotation,
): Promise<{ userId: string } | undefined> {
  const retry = { hash: presented.hash, until: retryEnd(now) };
  const session = await sessions.findOneAndUpdate(
    { _id: presented.id, tokenHash: presented.hash, endedAt: null, expiresAt: { $gt: now } },
    { $set: { tokenHash: nextHash, retry, refreshedAt: now, expiresAt } },
  );
  return session ? { userId: session.userId } : undefined;
}
