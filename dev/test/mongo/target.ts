import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Db, MongoClient, type MongoClientOptions } from 'mongodb';
import { createMongoServer } from '../../src/mongo/server.ts';

/**
 * The implementation behind `MONGODB_URL`: by default, the embedded one that the tests' global setup started.
 * Tests of the embedded process itself are skipped on others.
 */
export const implementation = process.env['MONGODB_IMPLEMENTATION'] ?? 'embedded';

export const isEmbedded = implementation === 'embedded';
export const isFerretdb = implementation === 'ferretdb';

export interface Target extends AsyncDisposable {
  url: string;
  client: MongoClient;
  /** A new database with a random name, dropped on disposal. */
  db: Db;
}

/** Opens a new database on the server under test. */
export async function openTarget(options: MongoClientOptions = {}): Promise<Target> {
  const given = process.env['MONGODB_URL'];
  const server = given === undefined ? await createMongoServer({ file: ':memory:', port: 0 }) : undefined;
  const url = given ?? server?.url ?? '';
  const client = await MongoClient.connect(url, { useBigInt64: true, ...options });
  const db = client.db(`contract_${randomBytes(6).toString('hex')}`);
  return {
    url,
    client,
    db,
    async [Symbol.asyncDispose]() {
      await db.dropDatabase();
      await client.close();
      await server?.close();
    },
  };
}

/** Creates a temporary directory; disposal removes it. */
export async function temporaryDirectory(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'holdfast-mongo-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
