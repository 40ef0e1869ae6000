import { BoundedMap } from '@holdfast/kit-base/boundedMap';
import type { Clock } from '@holdfast/kit-base/clock';
import { unauthenticated } from '@holdfast/kit-base/errors';
import type { Role } from '@holdfast/kit-base/scopes';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import type { User } from '../operation/context.ts';
import type { AccessTokenKeys } from './keys.ts';

/**
 * Reads an `Authorization` header. Resolves with null when there is none.
 * @throws UNAUTHENTICATED for a bad token; SUBGRAPH_UNAVAILABLE when the token cannot be verified.
 */
export type Authenticate = (authorization: string | undefined) => Promise<User | null>;

/** `iss` and `aud` of the access tokens that the users service signs. */
const ISSUER = 'holdfast';
const AUDIENCE = 'holdfast';

/** The `typ` of their header, when it has one. */
const TYPE = 'JWT';

const MAX_CACHED = 10_000;
/** The most characters of a token. Ours have about 400; the limit bounds the cache's memory. */
const MAX_TOKEN = 4_096;

const ROLES: ReadonlySet<unknown> = new Set<Role>(['CUSTOMER', 'VENDOR', 'STAFF', 'ADMIN']);

interface Verified {
  readonly user: User;
  /** The claim `sid`: the session that the token belongs to. */
  readonly sessionId: string | null;
  /** The token's expiry, in milliseconds since the epoch. */
  readonly expires: number;
}

/**
 * Creates a verifier of access tokens (RFC 6750, RFC 7519). It verifies each token once, and remembers it
 * until it expires.
 */
export function createAuthenticator({
  keys,
  clock,
  revoked,
}: {
  keys: AccessTokenKeys;
  clock: Clock;
  /** The sessions whose tokens are revoked before they expire. */
  revoked: { has(sessionId: string): boolean };
}): Authenticate {
  const verified = new BoundedMap<string, Verified>({ entries: MAX_CACHED });

  const verify = async (token: string): Promise<Verified> => {
    const known = verified.get(token);
    if (known && known.expires > clock().getTime()) return known;
    verified.delete(token);
    const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
      algorithms: ['EdDSA'],
      issuer: ISSUER,
      audience: AUDIENCE,
      currentDate: clock(),
      requiredClaims: ['sub', 'exp'],
    });
    // A signed token of another type is not an access token, whoever signed it (RFC 8725, section 3.11).
    if ((protectedHeader.typ ?? TYPE) !== TYPE)
      throw new errors.JWTInvalid('Not the type of an access token');
    const entry = {
      user: userOf(payload),
      sessionId: sessionOf(payload),
      expires: (payload.exp ?? 0) * 1000,
    };
    verified.set(token, entry);
    return entry;
  };

  return async (authorization) => {
    if (authorization === undefined) return null;
    const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*) *$/i.exec(authorization)?.[1];
    if (!token || token.length > MAX_TOKEN) {
      throw unauthenticated('The Authorization header is not "Bearer" and an access token.');
    }
    try {
      const { user, sessionId } = await verify(token);
      if (sessionId !== null && revoked.has(sessionId)) throw unauthenticated('The session has ended.');
      return user;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw unauthenticated('The access token has expired.');
      if (error instanceof errors.JOSEError) throw unauthenticated('The access token is not valid.');
      throw error;
    }
  };
}

function userOf({ sub, roles }: JWTPayload & { readonly roles?: unknown }): User {
  const known = Array.isArray(roles) && roles.every((role): role is Role => ROLES.has(role));
  if (typeof sub !== 'string' || sub === '' || !known)
    throw new errors.JWTInvalid('Not the claims of an access token');
  return { id: sub, roles };
}

function sessionOf({ sid }: JWTPayload & { readonly sid?: unknown }): string | null {
  if (sid === undefined) return null;
  if (typeof sid !== 'string') throw new errors.JWTInvalid('Not the session of an access token');
  return sid;
}
