import type { Clock, NewId } from '@holdfast/kit/clock';
import { importJWK, SignJWT } from 'jose';
import { ACCESS_TOKEN_LIFETIME } from './domain/session.ts';
import type { User } from './domain/user.ts';
import type { SigningKeyDocument } from './store/collections.ts';

/** What the gateway expects of a token. */
export const ISSUER = 'holdfast';
export const AUDIENCE = 'holdfast';

/** Makes an access token (RFC 7519) for a user, with the roles that they have now. */
export type SignAccessToken = (
  user: Pick<User, 'id' | 'roles'>,
) => Promise<{ accessToken: string; accessTokenExpiresAt: Date }>;

export async function createAccessTokenSigner(
  { _id: kid, privateJwk }: Pick<SigningKeyDocument, '_id' | 'privateJwk'>,
  { clock, newId }: { clock: Clock; newId: NewId },
): Promise<SignAccessToken> {
  const key = await importJWK({ ...privateJwk }, 'EdDSA');
  return async ({ id, roles }) => {
    const issuedAt = Math.floor(clock().getTime() / 1000);
    const expiresAt = issuedAt + ACCESS_TOKEN_LIFETIME;
    const accessToken = await new SignJWT({ roles })
      .setProtectedHeader({ alg: 'EdDSA', kid, typ: 'JWT' })
      .setIssuer(ISSUER)
      .setAudience(AUDIENCE)
      .setSubject(id)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .setJti(newId())
      .sign(key);
    return { accessToken, accessTokenExpiresAt: new Date(expiresAt * 1000) };
  };
}
