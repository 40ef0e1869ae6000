import { generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, SignJWT } from 'jose';

/**
 * The part of the users service that the gateway needs: it signs access tokens, and publishes its keys over
 * HTTP.
 */
export interface AccessTokens extends AsyncDisposable {
  readonly url: string;
  /** The number of requests for the keys. */
  readonly fetches: () => number;
  /** Signs a token with the newest key. `change` may spoil it. */
  sign(change?: Spoil): Promise<string>;
  /** Signs any header and claims, with the newest key or another one. */
  forge(header: object, claims: unknown, key?: KeyObject): string;
  /** Publishes that a session has ended. */
  revoke(sessionId: string): void;
  /** Switches to a new key, and publishes it. */
  rotate(): Promise<void>;
}

export interface Spoil {
  readonly issuer?: string;
  readonly audience?: string;
  /** Seconds from now. */
  readonly expires?: number;
  readonly roles?: unknown;
  readonly subject?: string | null;
  readonly key?: KeyObject;
  readonly session?: string;
}

export const USER = '01990000-0000-7000-8000-000000000001';

export async function startAccessTokens(clock: () => Date): Promise<AccessTokens> {
  let fetches = 0;
  let kid = 0;
  let { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const revoked: string[] = [];
  const server = createServer(async (request, response) => {
    if (request.url === '/.well-known/revoked-sessions') {
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ sessions: revoked }));
      return;
    }
    fetches++;
    const jwk = { ...(await exportJWK(publicKey)), kid: `k${kid}`, alg: 'EdDSA', use: 'sig' };
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/.well-known/jwks.json`,
    fetches: () => fetches,
    sign(change = {}) {
      const now = Math.floor(clock().getTime() / 1000);
      const subject = change.subject === undefined ? USER : change.subject;
      const jwt = new SignJWT({
        roles: change.roles === undefined ? ['CUSTOMER'] : change.roles,
        ...(subject !== null && { sub: subject }),
        ...(change.session !== undefined && { sid: change.session }),
      });
      return jwt
        .setProtectedHeader({ alg: 'EdDSA', kid: `k${kid}` })
        .setIssuer(change.issuer ?? 'holdfast')
        .setAudience(change.audience ?? 'holdfast')
        .setIssuedAt(now)
        .setExpirationTime(now + (change.expires ?? 900))
        .sign(change.key ?? privateKey);
    },
    forge(header, claims, key = privateKey) {
      const [first, second] = [header, claims].map((part) =>
        Buffer.from(JSON.stringify(part)).toString('base64url'),
      );
      const content = `${first}.${second}`;
      return `${content}.${signBytes(null, Buffer.from(content), key).toString('base64url')}`;
    },
    revoke: (sessionId) => {
      revoked.push(sessionId);
    },
    async rotate() {
      kid++;
      ({ privateKey, publicKey } = generateKeyPairSync('ed25519'));
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
