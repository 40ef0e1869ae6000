import type { Clock } from '@holdfast/kit-base/clock';
import type { SignIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import type { JSONWebKeySet } from 'jose';
import type { Supergraph } from '../supergraph/load.ts';
import { type Authenticate, createAuthenticator } from './accessToken.ts';
import { fetchPublished } from './fetchPublished.ts';
import { type AccessTokenKeys, createAccessTokenKeys } from './keys.ts';
import { followRevokedSessions } from './revokedSessions.ts';

export interface AuthenticationOptions {
  /** The URL of the access tokens' public keys, fixed or derived from the supergraph. */
  readonly jwksUrl: string | ((supergraph: Supergraph) => string);
  /** Vouches for the caller to subgraphs, as `gateway`. */
  readonly sign: SignIdentity;
}

export interface Authentication {
  readonly authenticate: Authenticate;
  /** The public keys of access tokens; null when no tokens are checked. */
  readonly keys: AccessTokenKeys | null;
  stop(): Promise<void>;
}

/**
 * Creates the authentication, which follows the keys of access tokens and the sessions that have ended.
 * @param options null checks no tokens: all callers are then anonymous, and restricted fields are refused to
 *   all.
 */
export function createAuthentication(
  options: AuthenticationOptions | null,
  { supergraph, clock, log }: { supergraph: () => Supergraph; clock: Clock; log: Log },
): Authentication {
  if (!options) return { authenticate: async () => null, keys: null, stop: async () => {} };
  const { jwksUrl, sign } = options;
  const keysAt = () => (typeof jwksUrl === 'string' ? jwksUrl : jwksUrl(supergraph()));
  const published = (path: string) => () => fetchPublished(new URL(path, keysAt()).href, sign);
  const fetchKeys = published('') as () => Promise<JSONWebKeySet>; // jose checks it
  const keys = createAccessTokenKeys({ fetchKeys, clock, log });
  const revoked = followRevokedSessions(published('/.well-known/revoked-sessions'), log);
  return { authenticate: createAuthenticator({ keys, clock, revoked }), keys, stop: revoked.stop };
}
