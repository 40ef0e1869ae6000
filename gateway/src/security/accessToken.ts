import type { Clock } from '@holdfast/kit/clock';
import { unauthenticated } from '@holdfast/kit/errors';
import type { Caller } from '@holdfast/kit/identity';
import type { Role } from '@holdfast/kit/scopes';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { AccessTokenKeys } from './keys.ts';

export type User = NonNullable<Caller['user']>;

/** Reads an `Authorization` header; null when there is none.
 * @throws UNAUTHENTICATED when it is there and not good; SUBGRAPH_UNAVAILABLE when that cannot be told. */
export type Authenticate = (authorization: string | undefined) => Promise<User | null>;

/** `iss` and `aud` of the access tokens that the users service signs. */
const ISSUER = 'holdfast';
const AUDIENCE = 'holdfast';

const MAX_CACHED = 10_000;
/** Characters. Ours have about 400; the limit bounds the cache's memory. */
const MAX_TOKEN = 4_096;

const ROLES: ReadonlySet<unknown> = new Set<Role>(['CUSTOMER', 'VENDOR', 'STAFF', 'ADMIN']);

/** Access tokens (RFC 6750, RFC 7519), verified once each and remembered until they expire. */
export function createAuthenticator({ keys, clock }: { keys: AccessTokenKeys; clock: Clock }): Authenticate {
  const verified = new Map<string, { user: User; until: number }>();

  const verify = async (token: string): Promise<User> => {
    const known = verified.get(token);
    if (known && known.until > clock().getTime()) return known.user;
    verified.delete(token);
    const { payload } = await jwtVerify(token, keys.find, {
      algorithms: ['EdDSA'],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: clock(),
      requiredClaims: ['sub', 'exp'],
    });
    const user = userOf(payload);
    verified.set(token, { user, until: (payload.exp ?? 0) * 1000 });
    if (verified.size > MAX_CACHED) verified.delete(verified.keys().next().value ?? '');
    return user;
  };

  return async (authorization) => {
    if (authorization === undefined) return null;
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*) *$/i.exec(authorization)?.[1];
    if (!token || token.length > MAX_TOKEN) {
      throw unauthenticated('The Authorization header is not "Bearer" and an access token.');
    }
    try {
      return await verify(token);
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated('The access token has expired.');
      if (error instanceof errors.JOSEError) throw unauthenticated('The access token is not valid.');
      throw error;
    }
  };
}

function userOf({ sub, roles }: JWTPayload & { readonly roles?: unknown }): User {
  const known = Array.isArray(roles) && roles.every((role): role is Role => ROLES.has(role));
  if (!sub || !known) throw new errors.JWTInvalid('Not the claims of an access token');
  return { id: sub, roles };
}
