/**
 * The public keys of access tokens (a JSON Web Key Set, RFC 7517), fetched from the users service and cached.
 */
import type { Clock } from '@holdfast/kit-base/clock';
import { subgraphUnavailable } from '@holdfast/kit-base/errors';
import type { Log } from '@holdfast/kit-base/log';
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** The milliseconds after which the keys are fetched again, in the background of the request that noticed. */
const MAX_AGE = 5 * 60_000;
/**
 * The milliseconds between two fetches for a missing key: this bounds what a stream of made-up key ids costs.
 */
const COOLDOWN = 10_000;

export interface AccessTokenKeys {
  /** Finds the key of a token, for jose. @throws SUBGRAPH_UNAVAILABLE when there are no keys. */
  readonly find: JWTVerifyGetKey;
  /** Returns the whole set, to publish. @throws SUBGRAPH_UNAVAILABLE when there is none. */
  published(): Promise<JSONWebKeySet>;
}

interface Known {
  readonly set: JSONWebKeySet;
  readonly find: JWTVerifyGetKey;
  readonly at: number;
}

/**
 * Creates the cache of keys. Known keys stay in use while the users service is down. When it is down at the
 * start, only requests with a token fail.
 * @param fetchKeys fetches the set; rejects when it cannot.
 */
export function createAccessTokenKeys(options: {
  fetchKeys: () => Promise<JSONWebKeySet>;
  clock: Clock;
  log: Log;
}): AccessTokenKeys {
  const { fetchKeys, clock, log } = options;
  let known: Known | undefined;
  let attempted = Number.NEGATIVE_INFINITY;
  let pending: Promise<Known> | undefined;

  const load = (): Promise<Known> => {
    pending ??= (async () => {
      attempted = clock().getTime();
      try {
        const set = await fetchKeys();
        known = { set, find: createLocalJWKSet(set), at: clock().getTime() };
        return known;
      } catch (cause) {
        log.warn({ err: cause }, 'the keys of access tokens cannot be fetched');
        throw subgraphUnavailable('users', cause);
      } finally {
        pending = undefined;
      }
    })();
    return pending;
  };

  const since = (time: number) => clock().getTime() - time;

  const current = async (): Promise<Known> => {
    if (!known) return load();
    // In the background: this request need not wait, and must not fail, for keys that it may not need.
    if (since(known.at) > MAX_AGE && since(attempted) > COOLDOWN) load().catch(() => {});
    return known;
  };

  return {
    find: async (header, token) => {
      const keys = await current();
      try {
        return await keys.find(header, token);
      } catch (error) {
        const rotated = error instanceof errors.JWKSNoMatchingKey && since(attempted) > COOLDOWN;
        if (!rotated) throw error;
        return (await load()).find(header, token);
      }
    },
    published: async () => (await current()).set,
  };
}
