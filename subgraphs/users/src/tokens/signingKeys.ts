/**
 * The keys that sign access tokens. They are in the database, so that every process signs with the same ones,
 * and rotate as `domain/signingKeySchedule.ts` decides: a successor is published for a while before it signs,
 * so that verifiers that cache the public keys have it by then; its predecessor stays published until the
 * last token that it signed has expired.
 */

import type { Clock, NewId } from '@holdfast/kit-base/clock';
import { exportJWK, generateKeyPair } from 'jose';
import type { Collections, SigningKeyDocument } from '../database/collections.ts';
import { needsSuccessor, publishedKeysOf, signingKeyOf, signsFrom } from './domain/signingKeySchedule.ts';
import { deleteSigningKeys, findSigningKeys, insertSigningKey } from './queries/signingKeys.ts';

interface SigningKeyDependencies {
  readonly signingKeys: Pick<Collections['signingKeys'], 'find' | 'insertOne'>;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** Returns the current signing key. */
export type ReadSigningKey = () => Promise<SigningKeyDocument>;

/** Milliseconds after which a process rereads the keys: much less than the lead of a new key. */
const REREAD = 60_000;

/** Reads the keys once a minute, and makes the first key, and each successor when it is due. */
export function createSigningKeyReader(dependencies: SigningKeyDependencies): ReadSigningKey {
  const { clock } = dependencies;
  let read: { keys: Promise<SigningKeyDocument[]>; at: number } | undefined;
  return async () => {
    const now = clock();
    if (!read || Math.abs(now.getTime() - read.at) >= REREAD) {
      const keys = ensureSigningKeys(dependencies);
      const reading = { keys, at: now.getTime() };
      read = reading;
      keys.catch(() => {
        if (read === reading) read = undefined;
      });
    }
    const key = signingKeyOf(await read.keys, now);
    if (!key) throw new Error('A signing key was made but is missing.');
    return key;
  };
}

/**
 * Returns the keys, the newest first, and makes another when it is due. Concurrent processes all get the same
 * one.
 */
async function ensureSigningKeys(dependencies: SigningKeyDependencies): Promise<SigningKeyDocument[]> {
  const { signingKeys, clock, newId } = dependencies;
  const keys = await findSigningKeys(signingKeys);
  const [newest] = keys;
  const now = clock();
  if (newest && !needsSuccessor(newest, now)) return keys;
  await insertSigningKey(signingKeys, {
    ...(await makeKeyPair()),
    _id: newId(),
    sequence: (newest?.sequence ?? 0) + 1,
    createdAt: now,
    signsFrom: signsFrom(now, !newest),
  });
  return findSigningKeys(signingKeys);
}

/** Returns the key set (RFC 7517, section 5) for `/.well-known/jwks.json`. */
export async function publicKeySet({
  signingKeys,
  clock,
}: Pick<SigningKeyDependencies, 'signingKeys' | 'clock'>): Promise<{ keys: object[] }> {
  const published = publishedKeysOf(await findSigningKeys(signingKeys), clock());
  return {
    keys: published.map(({ _id, publicJwk }) => ({ ...publicJwk, kid: _id, alg: 'EdDSA', use: 'sig' })),
  };
}

/** Deletes the keys that are no longer published. Any number of processes may do so at once. */
export async function deleteRetiredKeys({
  signingKeys,
  clock,
}: {
  signingKeys: Pick<Collections['signingKeys'], 'find' | 'deleteMany'>;
  clock: Clock;
}): Promise<void> {
  const keys = await findSigningKeys(signingKeys);
  const published = new Set(publishedKeysOf(keys, clock()));
  const retired = keys.filter((key) => !published.has(key)).map(({ _id }) => _id);
  if (retired.length > 0) await deleteSigningKeys(signingKeys, retired);
}

async function makeKeyPair(): Promise<Pick<SigningKeyDocument, 'privateJwk' | 'publicJwk'>> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x, d } = await exportJWK(privateKey);
  if (x === undefined || d === undefined) throw new Error('An Ed25519 key lacks its parts.');
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x } as const;
  return { privateJwk: { ...publicJwk, d }, publicJwk };
}
