import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { RandomBytes } from '../../tokens/domain/secretToken.ts';

/** The tokens that a refresh token was exchanged for. */
export interface TokenPair {
  readonly accessToken: string;
  readonly accessTokenExpiresAt: Date;
  readonly refreshToken: string;
  readonly refreshTokenExpiresAt: Date;
}

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Derives the key from the spent token. The database has only its hash, so it cannot read the answer. */
function keyOf(spentToken: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', spentToken, '', 'holdfast: the answer to a refresh token', 32));
}

/** @returns base64url of nonce, ciphertext and tag (AES-256-GCM under HKDF-SHA-256 of the token). */
export function sealAnswer(spentToken: string, pair: TokenPair, randomBytes: RandomBytes): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyOf(spentToken), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(pair)), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
}

/** @throws Error when the answer was sealed for another token, or is malformed. */
export function openAnswer(spentToken: string, sealed: string): TokenPair {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv(CIPHER, keyOf(spentToken), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  const pair = JSON.parse(text.toString()) as Record<keyof TokenPair, string>;
  return {
    ...pair,
    accessTokenExpiresAt: new Date(pair.accessTokenExpiresAt),
    refreshTokenExpiresAt: new Date(pair.refreshTokenExpiresAt),
  };
}
