import { createHash } from 'node:crypto';

/** Gives that many bytes that nobody can guess. */
export type RandomBytes = (size: number) => Uint8Array;

/** A refresh token, taken apart. */
export interface RefreshToken {
  readonly sessionId: string;
  /** SHA-256 of the whole token, base64url: the only form that is stored. */
  readonly hash: string;
}

const ID_BYTES = 16;
const SECRET_BYTES = 32;
/** 48 bytes in base64url, which need no padding. */
const FORMAT = /^[\w-]{64}$/;

/** A new token of a session: base64url of the session's id and 256 random bits. */
export function newRefreshToken(
  sessionId: string,
  randomBytes: RandomBytes,
): RefreshToken & { token: string } {
  const id = Buffer.from(sessionId.replaceAll('-', ''), 'hex');
  const token = Buffer.concat([id, randomBytes(SECRET_BYTES)]).toString('base64url');
  return { token, sessionId, hash: hashOf(token) };
}

/** @returns undefined for text that is no token of ours; whether it is a valid one, the database says. */
export function readRefreshToken(token: string): RefreshToken | undefined {
  if (!FORMAT.test(token)) return undefined;
  const hex = Buffer.from(token, 'base64url').toString('hex', 0, ID_BYTES);
  const sessionId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { sessionId, hash: hashOf(token) };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
