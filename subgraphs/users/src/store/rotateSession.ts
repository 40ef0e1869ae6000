import type { SecretToken } from '../domain/secretToken.ts';
import type { GivenAnswer } from '../domain/session.ts';
import type { Collections } from './collections.ts';

export interface Rotation {
  readonly nextHash: string;
  readonly answers: readonly GivenAnswer[];
  readonly now: Date;
  readonly expiresAt: Date;
}

/**
 * Spends the presented token and puts `nextHash` in its place, with the answer that it is spent for, if it is its session's
 * newest, and the session stands. The filter is the guard: of concurrent calls with one token, one finds it.
 * @returns false when nothing was changed.
 */
export async function rotateSession(
  sessions: Pick<Collections['sessions'], 'updateOne'>,
  presented: Pick<SecretToken, 'id' | 'hash'>,
  { nextHash, answers, now, expiresAt }: Rotation,
): Promise<boolean> {
  const { matchedCount } = await sessions.updateOne(
    { _id: presented.id, tokenHash: presented.hash, endedAt: null, expiresAt: { $gt: now } },
    { $set: { tokenHash: nextHash, answers: [...answers], refreshedAt: now, expiresAt } },
  );
  return matchedCount === 1;
}
