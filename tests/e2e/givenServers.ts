/**
 * The database servers that were given to the tests. The shops of the tests use them too, each with its own
 * databases.
 */
import { randomBytes } from 'node:crypto';
import { connectPostgres } from '@holdfast/kit-postgres/postgres';
import { MongoClient } from 'mongodb';
import type { HoldfastOptions } from '../../dev/src/holdfast.ts';

type Servers = Pick<HoldfastOptions, 'postgresUrl' | 'mongodbUrl' | 'databasePrefix'>;

export const OWN_SERVERS: Servers = { postgresUrl: undefined, mongodbUrl: undefined };

/**
 * Returns the servers of `POSTGRES_URL` and `MONGODB_URL`, unless the tests started them for themselves. In
 * that case a shop starts its own, as `npm start` does.
 */
export function givenServers(): Servers {
  const { POSTGRES_URL, POSTGRES_IMPLEMENTATION, MONGODB_URL, MONGODB_IMPLEMENTATION } = process.env;
  return {
    postgresUrl: POSTGRES_IMPLEMENTATION === 'embedded' ? undefined : POSTGRES_URL,
    // FerretDB 1.24 has no users, so nothing would keep a service from another's data.
    mongodbUrl: MONGODB_IMPLEMENTATION === 'mongodb' ? MONGODB_URL : undefined,
    databasePrefix: `test_${randomBytes(6).toString('hex')}`,
  };
}

/** Drops a shop's databases, roles and users from the given servers, even if the shop failed to start. */
export async function dropDatabases({ postgresUrl, mongodbUrl, databasePrefix }: Servers): Promise<void> {
  if (databasePrefix === undefined) return;
  if (postgresUrl !== undefined) await dropFromPostgres(postgresUrl, databasePrefix);
  if (mongodbUrl !== undefined) await dropFromMongo(mongodbUrl, databasePrefix);
}

async function dropFromPostgres(url: string, prefix: string): Promise<void> {
  const admin = await connectPostgres({ url, name: 'tests', connections: 1 });
  // Each role has the name of its database.
  const { rows } = await admin.query<{ name: string }>(
    'select rolname as name from pg_roles where starts_with(rolname, $1)',
    [prefix],
  );
  for (const { name } of rows) {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`drop role ${name}`);
  }
  await admin.end();
}

async function dropFromMongo(url: string, prefix: string): Promise<void> {
  const client = await MongoClient.connect(url);
  const { users } = await client.db('admin').command({ usersInfo: { forAllDBs: true } });
  for (const { user, db } of users as { user: string; db: string }[]) {
    if (!db.startsWith(prefix)) continue;
    await client.db(db).dropDatabase();
    await client.db(db).command({ dropUser: user });
  }
  await client.close();
}
