import type { Role } from '@holdfast/kit/scopes';
import type { Collection, Db } from 'mongodb';
import type { Address } from '../domain/user.ts';

export interface UserDocument {
  readonly _id: string;
  readonly email: string;
  /** `emailKey(email)`; unique. */
  readonly emailKey: string;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly roles: readonly Role[];
  /** A PHC string. Read by `findCredentials` only. */
  readonly passwordHash: string;
  readonly addresses: readonly Address[];
  readonly defaultAddressId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A family of refresh tokens, of which the newest is the valid one. */
export interface SessionDocument {
  readonly _id: string;
  readonly userId: string;
  /** SHA-256 of the newest token, base64url. */
  readonly tokenHash: string;
  readonly createdAt: Date;
  readonly refreshedAt: Date;
  readonly expiresAt: Date;
}

export interface SigningKeyDocument {
  /** The `kid`. */
  readonly _id: string;
  /** 1, 2, 3…; unique, so that of several processes that make the next key one wins. The highest signs. */
  readonly sequence: number;
  readonly privateJwk: Ed25519Jwk & { readonly d: string };
  readonly publicJwk: Ed25519Jwk;
  readonly createdAt: Date;
}

/** RFC 8037, section 2. */
export interface Ed25519Jwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
}

export interface Collections {
  readonly users: Collection<UserDocument>;
  readonly sessions: Collection<SessionDocument>;
  readonly signingKeys: Collection<SigningKeyDocument>;
}

export function collectionsOf(db: Db): Collections {
  return {
    users: db.collection('users'),
    sessions: db.collection('sessions'),
    signingKeys: db.collection('signingKeys'),
  };
}
