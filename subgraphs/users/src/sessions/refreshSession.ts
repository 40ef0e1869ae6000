import type { Clock } from '@holdfast/kit-base/clock';
import { unauthenticated } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import { validate } from '@holdfast/kit-values/validation';
import type { User } from '../accounts/domain/user.ts';
import { ownView } from '../accounts/domain/visibility.ts';
import { sharedUsers } from '../accounts/sharedUsers.ts';
import type { Collections } from '../database/collections.ts';
import type { SignAccessToken } from '../tokens/accessToken.ts';
import {
  newSecretToken,
  type RandomBytes,
  readSecretToken,
  type SecretToken,
} from '../tokens/domain/secretToken.ts';
import { openAnswer, sealAnswer, type TokenPair } from './domain/sealedAnswer.ts';
import {
  refreshTokenExpiry,
  type Session,
  type SessionTokens,
  standingOf,
  withAnswer,
} from './domain/session.ts';
import { refreshTokenSchema } from './input.ts';
import { endSession, rotateSession } from './queries.ts';
import { sharedSessions } from './sharedSessions.ts';

interface RefreshDependencies extends Pick<Collections, 'users' | 'sessions'> {
  readonly clock: Clock;
  readonly randomBytes: RandomBytes;
  readonly signAccessToken: SignAccessToken;
  readonly log: Pick<Log, 'warn'>;
}

/**
 * Exchanges a refresh token for its successor and an access token with the user's current roles.
 *
 * The newest token of a session is spent. A token that was spent in the last 10 seconds gets the same answer
 * again, however often it is presented: twenty browser tabs that wake at once all continue with the same
 * pair. Presenting any other token ends the session.
 * @throws BAD_USER_INPUT; UNAUTHENTICATED for every refusal.
 */
export async function refreshSession(
  dependencies: RefreshDependencies,
  input: { refreshToken: string },
): Promise<Session> {
  const { sessions, users, clock, log } = dependencies;
  const { refreshToken } = validate(refreshTokenSchema, input);
  const presented = readSecretToken(refreshToken);
  if (!presented) throw refused();
  // Repeats only when another request has just spent the token; the next round finds its answer.
  for (;;) {
    const now = clock();
    const session = await sharedSessions(sessions)(presented.id);
    if (!session || session.expiresAt <= now) throw refused();
    const standing = standingOf(presented.hash, session, now);
    if (standing.kind === 'spent') {
      if (await endSession(sessions, presented.id, now)) {
        log.warn({ userId: session.userId }, 'a refresh token had been spent before; the session was ended');
      }
      throw refused();
    }
    const user = await sharedUsers(users)(session.userId);
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

/**
 * Follows a pair to the one that replaced it. The client could no longer use a pair whose refresh token has
 * been spent.
 */
function newestPair(pair: TokenPair, session: SessionTokens, now: Date): TokenPair {
  const given = readSecretToken(pair.refreshToken);
  const standing = given && standingOf(given.hash, session, now);
  if (standing?.kind !== 'answered') return pair;
  return newestPair(openAnswer(pair.refreshToken, standing.sealed), session, now);
}

/** @returns undefined when the token is no longer the newest, or when its session has ended. */
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

/** The same error for every reason, because only a thief could use the difference. */
const refused = () => unauthenticated('The refresh token is not valid or has expired. Sign in again.');
