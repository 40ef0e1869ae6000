import type { Clock } from '@holdfast/kit/clock';
import type { SignIdentity } from '@holdfast/kit/identity';
import type { Log } from '@holdfast/kit/log';
import type { JSONWebKeySet } from 'jose';
import { type Authenticate, createAuthenticator } from './accessToken.ts';
import { fetchPublished } from './fetchPublished.ts';
import { type AccessTokenKeys, createAccessTokenKeys } from './keys.ts';
import { followRevokedSessions } from './revokedSessions.ts';

export interface AuthenticationOptions {
  /** Where the access tokens' public keys are. */
  readonly jwksUrl: string;
  /** Vouches for the caller to subgraphs, as `gateway`. */
  readonly sign: SignIdentity;
}

export interface Authentication {
  readonly authenticate: Authenticate;
  /** The public keys of access tokens; null where none are checked. */
  readonly keys: AccessTokenKeys | null;
  stop(): Promise<void>;
}

/**
 * Follows the keys of access tokens and the sessions that have ended.
 * @param options null checks no tokens: then everybody is nobody, and what is only for some is refused to all.
 */
export function createAuthentication(
  options: AuthenticationOptions | null,
  { clock, log }: { clock: Clock; log: Log },
): Authentication {
  if (!options) return { authenticate: async () => null, keys: null, stop: async () => {} };
  const published = (path: string) => () => fetchPublished(new URL(path, options.jwksUrl).href, options.sign);
  const fetchKeys = published(options.jwksUrl) as () => Promise<JSONWebKeySet>; // jose checks it
  const keys = createAccessTokenKeys({ fetchKeys, clock, log });
  const revoked = followRevokedSessions(published('/.well-known/revoked-sessions'), log);
  return { authenticate: createAuthenticator({ keys, clock, revoked }), keys, stop: revoked.stop };
}
