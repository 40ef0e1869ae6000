import { createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { CommandError } from '../errors.ts';

export interface User {
  readonly name: string;
  /** The only database that the user may use; undefined for the first user, who has every right. */
  readonly db: string | undefined;
  readonly credentials: ScramCredentials;
}

/** The server's side of SCRAM-SHA-256 (RFC 5802 and RFC 7677), without channel binding. */
export interface ScramCredentials {
  user: string;
  salt: Buffer;
  iterations: number;
  storedKey: Buffer;
  serverKey: Buffer;
}

/** MongoDB's own default. */
const iterations = 15_000;

export function deriveCredentials(user: string, password: string, salt: Buffer): ScramCredentials {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest();
  return { user, salt, iterations, storedKey, serverKey: hmac(salted, 'Server Key') };
}

/** One conversation: it takes the client's messages in order, and each step returns the reply. */
export interface ScramConversation {
  /** Returns the user as well once the client has proved its identity. */
  step(payload: string): { payload: string; user: User | undefined };
}

/**
 * Starts a conversation. Every failure is the same AuthenticationFailed, so an unknown user looks like a
 * wrong password.
 * @param find finds the user with a name.
 * @param decoy the credentials that an unknown user is asked to prove, in vain.
 */
export function createScramConversation(
  find: (name: string) => User | undefined,
  decoy: ScramCredentials,
  serverNonce: string,
): ScramConversation {
  let state: 'first' | 'proof' | 'done' = 'first';
  let clientFirst = '';
  let serverFirst = '';
  let nonce = '';
  let user: User | undefined;
  let credentials = decoy;

  function first(message: string): string {
    if (!/^n,[^,]*,/.test(message)) throw failed();
    clientFirst = message.slice(message.indexOf(',', 2) + 1);
    const fields = parse(clientFirst);
    user = find(fields.get('n')?.replaceAll('=2C', ',').replaceAll('=3D', '=') ?? '');
    credentials = user?.credentials ?? decoy;
    const clientNonce = fields.get('r');
    if (clientNonce === undefined || clientNonce === '') throw failed();
    nonce = clientNonce + serverNonce;
    serverFirst = `r=${nonce},s=${credentials.salt.toString('base64')},i=${credentials.iterations}`;
    return serverFirst;
  }

  function proof(message: string): string {
    const fields = parse(message);
    const withoutProof = message.slice(0, message.lastIndexOf(',p='));
    const signed = `${clientFirst},${serverFirst},${withoutProof}`;
    const given = Buffer.from(fields.get('p') ?? '', 'base64');
    const signature = hmac(credentials.storedKey, signed);
    if (given.length !== signature.length || fields.get('r') !== nonce) throw failed();
    const clientKey = Buffer.from(given.map((byte, i) => byte ^ (signature[i] ?? 0)));
    const key = createHash('sha256').update(clientKey).digest();
    if (!timingSafeEqual(key, credentials.storedKey) || user === undefined) throw failed();
    return `v=${hmac(credentials.serverKey, signed).toString('base64')}`;
  }

  return {
    step(payload) {
      const before = state;
      state = before === 'first' ? 'proof' : 'done';
      if (before === 'first') return { payload: first(payload), user: undefined };
      if (before === 'proof') return { payload: proof(payload), user };
      return { payload: '', user };
    },
  };
}

export function failed(): CommandError {
  return new CommandError('AuthenticationFailed', 'Authentication failed.');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function parse(message: string): Map<string, string> {
  return new Map(message.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}
