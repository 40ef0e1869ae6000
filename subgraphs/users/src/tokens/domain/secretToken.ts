import { createHash } from 'node:crypto';

/** Returns this many unpredictable bytes. */
export type RandomBytes = (size: number) => Uint8Array;

/** A parsed token: a refresh token or a mailed one. One person has it, and only its hash is kept. */
export interface SecretToken {
  /** The session or the user of the token. */
  readonly id: string;
  /** SHA-256 of the whole token, base64url: the only form that is stored. */
  readonly hash: string;
}

const ID_BYTES = 16;
const SECRET_BYTES = 32;
/** 48 bytes in base64url, without padding. */
const FORMAT = /^[\w-]{64}$/;

/** Makes a token for a UUID: base64url of that id and 256 random bits. */
export function newSecretToken(id: string, randomBytes: RandomBytes): SecretToken & { token: string } {
  const idBytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  const token = Buffer.concat([idBytes, randomBytes(SECRET_BYTES)]).toString('base64url');
  return { token, id, hash: hashOf(token) };
}

/**
 * Parses a token; only the database can tell whether it is valid.
 * @returns undefined for text in another format.
 */
export function readSecretToken(token: string): SecretToken | undefined {
  if (!FORMAT.test(token)) return undefined;
  const hex = Buffer.from(token, 'base64url').toString('hex', 0, ID_BYTES);
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return { id, hash: hashOf(token) };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
