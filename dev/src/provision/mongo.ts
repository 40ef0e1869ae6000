import { OperatorError } from '@holdfast/kit-base/errors';
import { MongoClient, MongoServerError } from 'mongodb';

/**
 * Creates each service's own user on a MongoDB server, with rights to its own database only, or updates its
 * password.
 * @param adminUrl the URL of a user that may create users.
 * @param prefix the prefix of the names of users and databases.
 * @returns each service's URL.
 * @throws OperatorError when the server cannot be used.
 */
export async function provisionMongo<Name extends string>(
  adminUrl: string,
  passwords: Readonly<Record<Name, string>>,
  prefix = 'holdfast',
): Promise<Record<Name, string>> {
  const client = new MongoClient(adminUrl, { appName: 'holdfast-setup', serverSelectionTimeoutMS: 5_000 });
  try {
    const urls: [string, string][] = [];
    for (const [service, password] of Object.entries<string>(passwords)) {
      const name = `${prefix}_${service}`;
      await provisionOne(client, name, password);
      const url = new URL(adminUrl);
      Object.assign(url, { username: name, password, pathname: `/${name}` });
      url.searchParams.set('authSource', name);
      urls.push([service, url.href]);
    }
    return Object.fromEntries(urls) as Record<Name, string>;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    throw new OperatorError(
      `cannot set up MongoDB at ${new URL(adminUrl).host} (${reason}); correct MONGODB_URL.`,
      {
        cause,
      },
    );
  } finally {
    await client.close();
  }
}

/** 51003 is "user already exists". */
const USER_EXISTS = 51_003;

async function provisionOne(client: MongoClient, name: string, password: string): Promise<void> {
  const db = client.db(name);
  const user = {
    pwd: password,
    roles: [
      { role: 'readWrite', db: name },
      { role: 'dbAdmin', db: name },
    ],
  };
  try {
    await db.command({ createUser: name, ...user });
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== USER_EXISTS) throw error;
    await db.command({ updateUser: name, ...user });
  }
}
