import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { type CryptoKey, importJWK, SignJWT } from 'jose';
import type { User } from '../accounts/domain/user.ts';
import { ACCESS_TOKEN_LIFETIME } from './domain/signingKeySchedule.ts';
import type { ReadSigningKey } from './signingKeys.ts';

/** The `iss` and `aud` that the gateway expects. */
export const ISSUER = 'holdfast';
export const AUDIENCE = 'holdfast';

/** Signs an access token (RFC 7519) for a user and a session (`sid`), with the user's current roles. */
export type SignAccessToken = (
  user: Pick<User, 'id' | 'roles'>,
  sessionId: string,
) => Promise<{ accessToken: string; accessTokenExpiresAt: Date }>;

/** @param readSigningKey returns the current signing key, which rotates. */
export function createAccessTokenSigner(
  readSigningKey: ReadSigningKey,
  { clock, newId }: { clock: Clock; newId: NewId },
): SignAccessToken {
  let imported: { kid: string; key: CryptoKey | Uint8Array } | undefined;
  return async ({ id, roles }, sessionId) => {
    const { _id: kid, privateJwk } = await readSigningKey();
    let current = imported;
    if (current?.kid !== kid) {
      current = { kid, key: await importJWK({ ...privateJwk }, 'EdDSA') };
      imported = current;
    }
    const issuedAt = Math.floor(clock().getTime() / 1000);
    const expiresAt = issuedAt + ACCESS_TOKEN_LIFETIME;
    const accessToken = await new SignJWT({ roles, sid: sessionId })
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(id)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .setJti(newId())
      .sign(current.key);
    return { accessToken, accessTokenExpiresAt: new Date(expiresAt * 1000) };
  };
}
