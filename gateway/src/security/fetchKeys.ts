import { IDENTITY_HEADER, type SignIdentity } from '@holdfast/kit/identity';
import type { JSONWebKeySet } from 'jose';
import { request } from 'undici';

const TIMEOUT = 2_000;
/** Bytes; a set of a few keys has some hundreds. */
const MAX_SIZE = 65_536;

/**
 * Gets a JSON Web Key Set over HTTP, with the gateway's identity, since a subgraph answers nobody without one.
 * @throws when there is no such answer within two seconds. Whether it is a key set, jose checks.
 */
export async function fetchKeys(url: string, sign: SignIdentity): Promise<JSONWebKeySet> {
  const response = await request(url, {
    headers: { accept: 'application/json', [IDENTITY_HEADER]: await sign(null) },
    signal: AbortSignal.timeout(TIMEOUT),
  });
  if (response.statusCode !== 200) {
    await response.body.dump();
    throw new Error(`HTTP status ${response.statusCode}`);
  }
  const text = await response.body.text();
  if (text.length > MAX_SIZE) throw new Error('The key set is too large.');
  return JSON.parse(text);
}
