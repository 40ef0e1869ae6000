/**
 * The identity of the caller of an internal request. Each service that calls others has its own Ed25519 key.
 * With it, the service signs short-lived tokens that name the service and the user it acts for. A subgraph
 * rejects a request without a valid token. No secret is shared: a subgraph can verify the gateway's tokens,
 * but cannot create one.
 */
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { BoundedMap } from './boundedMap.ts';
import type { Clock } from './clock.ts';
import { OperatorError } from './errors.ts';
import { ROLES, type Role, type Scope, scopesOf } from './scopes.ts';

/** The header with the token. The gateway drops one that a client sends. */
export const IDENTITY_HEADER = 'x-holdfast-identity';

/** The header with the address of the gateway's client. It is trusted only when the gateway sends it. */
export const CLIENT_ADDRESS_HEADER = 'x-holdfast-client-address';

const AUDIENCE = 'holdfast:internal';
/** Seconds for which a token is valid. */
const LIFETIME = 60;
/**
 * Seconds for which a token is reused, so that it is valid for at least half of its lifetime when it arrives.
 */
const REUSE = 30;
const MAX_CACHED = 10_000;

export interface Caller {
  /** The service that signed the token; for clients, `gateway`. */
  readonly service: string;
  /** The user on whose behalf it acts; null when the caller is anonymous. */
  readonly user: { readonly id: string; readonly roles: readonly Role[] } | null;
}

export interface Identity extends Caller {
  readonly scopes: ReadonlySet<Scope>;
}

/** Returns the header's value for calls on behalf of `user`; the same value for half a minute. */
export type SignIdentity = (user: Caller['user']) => Promise<string>;

/**
 * Reads the header's value; returns undefined when it is missing, expired, tampered with or from an untrusted
 * service.
 */
export type VerifyIdentity = (token: string | undefined) => Promise<Identity | undefined>;

const claimsSchema = z.object({
  sub: z.string().optional(),
  roles: z.array(z.enum(ROLES)),
  exp: z.number(),
});

/**
 * @param service the signer's name, as other services have it in their `IDENTITY_TRUST`.
 * @param privateKey an Ed25519 private key: PKCS #8, DER, base64 (`IDENTITY_KEY`).
 * @throws OperatorError when it is not such a key.
 */
export function createIdentitySigner(service: string, privateKey: string, clock: Clock): SignIdentity {
  const key = readKey('IDENTITY_KEY', () =>
    createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' }),
  );
  const cache = new BoundedMap<string, { token: Promise<string>; until: number }>({ entries: MAX_CACHED });
  return (user) => {
    const now = Math.floor(clock().getTime() / 1000);
    const name = user ? `${user.id} ${user.roles.join(' ')}` : '';
    const cached = cache.get(name);
    if (cached && cached.until > now) return cached.token;
    const jwt = new SignJWT({ roles: user?.roles ?? [], ...(user && { sub: user.id }) });
    const token = jwt
      .setProtectedHeader({ alg: 'EdDSA' })
      .setIssuer(service)
      .setAudience(AUDIENCE)
      .setIssuedAt(now)
      .setExpirationTime(now + LIFETIME)
      .sign(key);
    cache.set(name, { token, until: now + REUSE });
    return token;
  };
}

/**
 * @param trust `IDENTITY_TRUST`: `gateway=<key>,orders=<key>`, each an Ed25519 public key: SPKI, DER, base64.
 * @throws OperatorError when one of its parts is not such a pair.
 */
export function createIdentityVerifier(trust: string, clock: Clock): VerifyIdentity {
  const keys = new Map(trust.split(',').map(readTrusted));
  const cache = new BoundedMap<string, { identity: Identity; until: number }>({ entries: MAX_CACHED });
  return async (token) => {
    if (!token) return undefined;
    const cached = cache.get(token);
    if (cached && cached.until > clock().getTime()) return cached.identity;
    try {
      const verified = await jwtVerify(token, () => keyOfIssuer(token, keys), {
        algorithms: ['EdDSA'],
        audience: AUDIENCE,
        currentDate: clock(),
        requiredClaims: ['iss', 'exp'],
      });
      const claims = claimsSchema.parse(verified.payload);
      const caller: Caller = {
        service: String(verified.payload.iss),
        user: claims.sub === undefined ? null : { id: claims.sub, roles: claims.roles },
      };
      const identity = { ...caller, scopes: scopesOf(caller) };
      cache.set(token, { identity, until: claims.exp * 1000 });
      return identity;
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return undefined;
      throw error;
    }
  };
}

/** Returns the key of the issuer that the token claims. The signature is then checked against it. */
function keyOfIssuer(token: string, keys: ReadonlyMap<string, KeyObject>): KeyObject {
  const payload = parsePayload(token.split('.')[1] ?? '');
  const issuer = payload && typeof payload === 'object' && 'iss' in payload ? payload.iss : undefined;
  const key = typeof issuer === 'string' ? keys.get(issuer) : undefined;
  if (!key) throw new errors.JWTInvalid('Unknown issuer');
  return key;
}

/**
 * @throws JWTInvalid when the part is not JSON, which is possible because no signature has been checked yet.
 */
function parsePayload(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch (cause) {
    throw new errors.JWTInvalid('The payload is not JSON', { cause });
  }
}

function readTrusted(pair: string): [string, KeyObject] {
  const separator = pair.indexOf('=');
  const der = Buffer.from(pair.slice(separator + 1), 'base64');
  const key = readKey('IDENTITY_TRUST', () => createPublicKey({ key: der, format: 'der', type: 'spki' }));
  return [pair.slice(0, separator).trim(), key];
}

function readKey(setting: string, read: () => KeyObject): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = read();
  } catch {}
  if (key?.asymmetricKeyType === 'ed25519') return key;
  throw new OperatorError(`Wrong settings: ${setting} is not an Ed25519 key; \`npm run keys\` makes a pair.`);
}
