import { type Db, MongoClient } from 'mongodb';
import { createMongoServer, systemEnvironment } from '../mongo/server.ts';

/**
 * Starts an embedded MongoDB in this process that deletes what its TTL indexes let expire at once, and not
 * within a minute.
 * @param now the server's clock.
 */
export async function expiringMongo(now: () => Date): Promise<AsyncDisposable & { readonly db: Db }> {
  const environment = { ...systemEnvironment, now };
  const server = await createMongoServer({ file: ':memory:', port: 0, environment, ttlInterval: 10 });
  const client = new MongoClient(server.url);
  return {
    db: client.db('test'),
    async [Symbol.asyncDispose]() {
      await client.close();
      await server.close();
    },
  };
}
