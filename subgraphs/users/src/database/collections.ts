import type { WithOutbox } from '@holdfast/kit/events/outboxMongo';
import type { PostalAddress } from '@holdfast/kit/postalAddress';
import type { Role } from '@holdfast/kit/scopes';
import type { Collection, Db } from 'mongodb';

/** Grows when `emailKey` gives another form; `upgrade/` then writes the keys of all accounts anew. */
export const EMAIL_KEY_VERSION = 2;

/** What waits in its `outbox` has tokens in clear: it leaves the store by the relay only. */
export interface UserDocument extends WithOutbox {
  readonly _id: string;
  readonly email: string;
  /** `emailKey(email)`; unique. Of an account that `sharesEmailWith` another, the form that it had before. */
  readonly emailKey: string;
  /** Missing in an account whose key is an earlier version's. */
  readonly emailKeyVersion?: typeof EMAIL_KEY_VERSION;
  /** The account that has this one's address in its present form, for staff to settle. */
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
  /** Grows by one with each change of the address book, whose guard it is. */
  readonly addressBookVersion: number;
  /** The newest that was asked for; null when there is none, or it was used. */
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

/** A family of refresh tokens, of which the newest is the valid one. */
export interface SessionDocument {
  readonly _id: string;
  readonly userId: string;
  /** The hash of the newest refresh token. */
  readonly tokenHash: string;
  readonly answers: readonly AnswerDocument[];
  readonly createdAt: Date;
  readonly refreshedAt: Date;
  /** Null while it stands. When it has ended, its document is its entry in the list of revoked sessions. */
  readonly endedAt: Date | null;
  /** After that the document is of no use. */
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
  /** 1, 2, 3…; unique, so that of several processes that make the next key one wins. */
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

/** Attempts of one kind by one key. */
export interface RateLimitDocument {
  readonly _id: string;
  readonly points: number;
  /** When the window ends and the attempts do not count any more. */
  readonly expiresAt: Date;
}

/** A write that changes nothing for anybody; see `writeDecoy`. */
export interface DecoyDocument {
  readonly _id: string;
  readonly at: Date;
}

export interface Collections {
  readonly users: Collection<UserDocument>;
  readonly sessions: Collection<SessionDocument>;
  readonly signingKeys: Collection<SigningKeyDocument>;
  readonly rateLimits: Collection<RateLimitDocument>;
  readonly decoys: Collection<DecoyDocument>;
}

export function collectionsOf(db: Db): Collections {
  return {
    users: db.collection('users'),
    sessions: db.collection('sessions'),
    signingKeys: db.collection('signingKeys'),
    rateLimits: db.collection('rateLimits'),
    decoys: db.collection('decoys'),
  };
}
