/** The keys that access tokens are signed with: in the database, so that every process signs with the same ones. */
import type { Clock, NewId } from '@holdfast/kit/clock';
import { exportJWK, generateKeyPair } from 'jose';
import type { Collections, SigningKeyDocument } from './store/collections.ts';
import { findNewestSigningKey } from './store/findNewestSigningKey.ts';
import { findPublicKeys } from './store/findPublicKeys.ts';
import { insertSigningKey } from './store/insertSigningKey.ts';

interface SigningKeyDependencies {
  readonly signingKeys: Pick<Collections['signingKeys'], 'find' | 'findOne' | 'insertOne'>;
  readonly clock: Clock;
  readonly newId: NewId;
}

/** The key that signs; made when there is none. Of processes that make one at once, all get the same. */
export async function ensureSigningKey(dependencies: SigningKeyDependencies): Promise<SigningKeyDocument> {
  const { signingKeys, clock, newId } = dependencies;
  const existing = await findNewestSigningKey(signingKeys);
  if (existing) return existing;
  const made = await makeSigningKey({ id: newId(), sequence: 1, createdAt: clock() });
  if (await insertSigningKey(signingKeys, made)) return made;
  const others = await findNewestSigningKey(signingKeys);
  if (!others) throw new Error('A signing key was there and is gone.');
  return others;
}

/** RFC 7517, section 5: what stands at `/.well-known/jwks.json`. */
export async function publicKeySet({
  signingKeys,
}: Pick<SigningKeyDependencies, 'signingKeys'>): Promise<{ keys: object[] }> {
  const keys = await findPublicKeys(signingKeys);
  return { keys: keys.map(({ kid, jwk }) => ({ ...jwk, kid, alg: 'EdDSA', use: 'sig' })) };
}

async function makeSigningKey(place: {
  id: string;
  sequence: number;
  createdAt: Date;
}): Promise<SigningKeyDocument> {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { x, d } = await exportJWK(privateKey);
  if (x === undefined || d === undefined) throw new Error('An Ed25519 key without its parts.');
  const publicJwk = { kty: 'OKP', crv: 'Ed25519', x } as const;
  const { id, sequence, createdAt } = place;
  return { _id: id, sequence, privateJwk: { ...publicJwk, d }, publicJwk, createdAt };
}
