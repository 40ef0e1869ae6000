import type { Clock } from '@holdfast/kit/clock';
import { unauthenticated } from '@holdfast/kit/errors';
import type { Log } from '@holdfast/kit/log';
import { validate } from '@holdfast/kit/validation';
import type { User } from '../accounts/domain/user.ts';
import { ownView } from '../accounts/domain/visibility.ts';
import { findUsers } from '../accounts/queries.ts';
import type { Collections } from '../database/collections.ts';
import type { SignAccessToken } from '../tokens/accessToken.ts';
import type { RandomBytes } from '../tokens/domain/secretToken.ts';
import { newSecretToken, readSecretToken, type SecretToken } from '../tokens/domain/secretToken.ts';
import { openAnswer, sealAnswer, type TokenPair } from './domain/sealedAnswer.ts';
import {
  refreshTokenExpiry,
  type Session,
  type SessionTokens,
  standingOf,
  withAnswer,
} from './domain/session.ts';
import { refreshTokenSchema } from './input.ts';
import { endSession, findSession, rotateSession } from './queries.ts';

interface RefreshDependencies extends Pick<Collections, 'users' | 'sessions'> {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly signAccessToken: SignAccessToken;
  readonly log: Pick<Log, 'warn'>;
}

/**
 * Spends a refresh token for the next one, and an access token with the roles that the user has now.
 *
 * The newest token of its session is spent. A token that was spent in the last 10 seconds gets what it got then, however
 * often it comes: twenty tabs of a browser that wake at once all go on with the same pair. Any other was spent for good:
 * presenting it ends the session.
 * @throws BAD_USER_INPUT; UNAUTHENTICATED for all that is refused.
 */
export async function refreshSession(
  dependencies: RefreshDependencies,
  input: { refreshToken: string },
): Promise<Session> {
  const { sessions, users, clock, log } = dependencies;
  const { refreshToken } = validate(refreshTokenSchema, input);
  const presented = readSecretToken(refreshToken);
  if (!presented) throw refused();
  // Comes round again only when another request has spent the token in between, which is answered then.
  for (;;) {
    const now = clock();
    const session = await findSession(sessions, presented.id, now);
    if (!session) throw refused();
    const standing = standingOf(presented.hash, session, now);
    if (standing.kind === 'spent') {
      if (await endSession(sessions, presented.id, now)) {
        log.warn({ userId: session.userId }, 'a refresh token had been spent before; the session was ended');
      }
      throw refused();
    }
    const [user] = await findUsers(users, [session.userId]);
    if (!user) {
      await endSession(sessions, presented.id, now);
      throw refused();
    }
    const pair =
      standing.kind === 'answered'
        ? newestPair(openAnswer(refreshToken, standing.sealed), session, now)
        : await spend(dependencies, { refreshToken, ...presented }, { session, user, now });
    if (pair) return { user: ownView(user), ...pair };
  }
}

/** The pair that took its place, when its own refresh token has been spent meanwhile: who gets it later could not use it. */
function newestPair(pair: TokenPair, session: SessionTokens, now: Date): TokenPair {
  const given = readSecretToken(pair.refreshToken);
  const standing = given && standingOf(given.hash, session, now);
  if (standing?.kind !== 'answered') return pair;
  return newestPair(openAnswer(pair.refreshToken, standing.sealed), session, now);
}

/** @returns undefined when the token is no longer the newest, or its session has ended. */
async function spend(
  { sessions, randomBytes, signAccessToken }: RefreshDependencies,
  presented: SecretToken & { refreshToken: string },
  { session, user, now }: { session: SessionTokens; user: User; now: Date },
): Promise<TokenPair | undefined> {
  const { id, hash, refreshToken } = presented;
  const next = newSecretToken(id, randomBytes);
  const expiresAt = refreshTokenExpiry(now);
  const signed = await signAccessToken(user, id);
  const pair = { ...signed, refreshToken: next.token, refreshTokenExpiresAt: expiresAt };
  const sealed = sealAnswer(refreshToken, pair, randomBytes);
  const answers = withAnswer(session, { hash, sealed }, now);
  const rotated = await rotateSession(sessions, presented, { nextHash: next.hash, answers, now, expiresAt });
  return rotated ? pair : undefined;
}

/** One answer for every reason: which one it was is of use to a thief only. */
const refused = () => unauthenticated('The refresh token is not valid (any more): sign in again.');
