import type { Role } from '@holdfast/kit-base/scopes';
import type { WithOutbox } from '@holdfast/kit-mongo/outbox';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import type { Collection, Db } from 'mongodb';

/** Increases when `emailKey` returns another form. `upgrade/` then rewrites the keys of all accounts. */
export const EMAIL_KEY_VERSION = 2;

/** The events in `outbox` contain tokens in clear text: only the relay reads them. */
export interface UserDocument extends WithOutbox {
  readonly _id: string;
  readonly email: string;
  /** `emailKey(email)`; unique. An account that `sharesEmailWith` another keeps its former key. */
  readonly emailKey: string;
  /** Missing when the key has an earlier version. */
  readonly emailKeyVersion?: typeof EMAIL_KEY_VERSION;
  /** The account that has this address in its present form. Staff resolves such conflicts. */
  readonly sharesEmailWith?: string;
  readonly emailVerified: boolean;
  readonly name: string;
  readonly roles: readonly Role[];
  /** `searchWords` of name and e-mail. */
  readonly words: readonly string[];
  /** A PHC string. Only the queries of `credentials/` read it. */
  readonly passwordHash: string;
  readonly addresses: readonly AddressDocument[];
  readonly defaultAddressId: string | null;
  /** Increases by one with each change of the address book, which it guards. */
  readonly addressBookVersion: number;
  /** The token requested last; null when there is none, or when it was used. */
  readonly passwordReset: MailTokenDocument | null;
  /** As `passwordReset`. */
  readonly emailVerification: MailTokenDocument | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface AddressDocument {
  readonly id: string;
  readonly label: string | null;
  readonly address: PostalAddress;
}

/** A mailed token: only its hash is kept. */
export interface MailTokenDocument {
  readonly hash: string;
  readonly expiresAt: Date;
}

/** A family of refresh tokens, of which only the newest is valid. */
export interface SessionDocument {
  readonly _id: string;
  readonly userId: string;
  /** The hash of the newest refresh token. */
  readonly tokenHash: string;
  readonly answers: readonly AnswerDocument[];
  readonly createdAt: Date;
  readonly refreshedAt: Date;
  /**
   * Null while the session is active. Once it has ended, the document is its entry in the list of revoked
   * sessions.
   */
  readonly endedAt: Date | null;
  /** The time after which the document is useless. */
  readonly expiresAt: Date;
}

/** The answer to a refresh token that was spent; see `sealAnswer`. */
export interface AnswerDocument {
  /** The hash of the spent token. */
  readonly hash: string;
  readonly until: Date;
  readonly sealed: string;
}

export interface SigningKeyDocument {
  /** The `kid`. */
  readonly _id: string;
  /** 1, 2, 3…; unique, so that one process wins when several make the next key. */
  readonly sequence: number;
  readonly createdAt: Date;
  readonly signsFrom: Date;
  readonly privateJwk: Ed25519Jwk & { readonly d: string };
  readonly publicJwk: Ed25519Jwk;
}

/** RFC 8037, section 2. */
export interface Ed25519Jwk {
  readonly kty: 'OKP';
  readonly crv: 'Ed25519';
  readonly x: string;
}

/** The attempts that one limiter has counted for one key, in the form of `rate-limiter-flexible`. */
export interface AttemptsDocument {
  /** The limiter's name and its key; unique. */
  readonly key: string;
  readonly points: number;
  /** The end of the window, when its attempts no longer count. */
  readonly expire: Date;
}

/** The target of a write that affects no account; see `writeDecoy`. */
export interface DecoyDocument {
  readonly _id: string;
  readonly at: Date;
}

export interface Collections {
  readonly users: Collection<UserDocument>;
  readonly sessions: Collection<SessionDocument>;
  readonly signingKeys: Collection<SigningKeyDocument>;
  readonly attempts: Collection<AttemptsDocument>;
  readonly decoys: Collection<DecoyDocument>;
}

export function collectionsOf(db: Db): Collections {
  return {
    users: db.collection('users'),
    sessions: db.collection('sessions'),
    signingKeys: db.collection('signingKeys'),
    attempts: db.collection('attempts'),
    decoys: db.collection('decoys'),
  };
}
