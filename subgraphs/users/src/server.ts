import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock, NewId } from '@holdfast/kit-base/clock';
import type { VerifyIdentity } from '@holdfast/kit-base/identity';
import type { Log } from '@holdfast/kit-base/log';
import type { Mongo } from '@holdfast/kit-mongo/mongo';
import { createSubgraphServer, type SubgraphServer } from '@holdfast/kit-subgraph/server';
import type { Registry } from '@holdfast/kit-telemetry/metrics';
import { parse } from 'graphql';
import { createContext } from './context.ts';
import { collectionsOf } from './database/collections.ts';
import { createLimits } from './limits/limits.ts';
import { resolvers } from './resolvers.ts';
import { revokedSessions } from './sessions/revokedSessions.ts';
import { createAccessTokenSigner } from './tokens/accessToken.ts';
import type { RandomBytes } from './tokens/domain/secretToken.ts';
import { createSigningKeyReader, publicKeySet } from './tokens/signingKeys.ts';

export interface UsersOptions {
  readonly database: Pick<Mongo, 'db' | 'check'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly randomBytes: RandomBytes;
  /** The factor by which the limits by client address are multiplied. */
  readonly addressLimitFactor: number;
  readonly log: Log;
  readonly verifyIdentity: VerifyIdentity;
  /** Served at /metrics; by default, the metrics of every process. */
  readonly metrics?: Registry;
}

const SCHEMA = join(import.meta.dirname, '../schema.graphql');

/**
 * Creates the users subgraph on a database that has its indexes, and makes a signing key when there is none.
 * The server does not listen yet.
 */
export async function createUsers(options: UsersOptions): Promise<SubgraphServer> {
  const { database, clock, newId, randomBytes, addressLimitFactor, log, verifyIdentity } = options;
  const collections = collectionsOf(database.db);
  const readSigningKey = createSigningKeyReader({ ...collections, clock, newId });
  await readSigningKey();
  const signAccessToken = createAccessTokenSigner(readSigningKey, { clock, newId });
  const limits = createLimits(collections.attempts, addressLimitFactor);
  const dependencies = { ...collections, clock, newId, randomBytes, signAccessToken, limits, log };
  return createSubgraphServer({
    name: 'users',
    typeDefs: parse(await readFile(SCHEMA, 'utf8')),
    resolvers,
    context: (identity, request) => createContext(dependencies, identity, request),
    verifyIdentity,
    health: { mongodb: () => database.check() },
    publicJson: {
      '/.well-known/jwks.json': () => publicKeySet(dependencies),
      '/.well-known/revoked-sessions': () => revokedSessions(dependencies),
    },
    ...(options.metrics && { metrics: options.metrics }),
    log,
  });
}
