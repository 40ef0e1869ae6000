import { randomUUID } from 'node:crypto';
import { connectMongo, type Mongo } from '@holdfast/kit-mongo/mongo';

export interface TestMongo extends AsyncDisposable {
  readonly mongo: Mongo;
  readonly url: string;
}

/** Creates a database on the server of `MONGODB_URL` (which `npm test` starts); disposal drops it. */
export async function testMongo(): Promise<TestMongo> {
  const admin = process.env['MONGODB_URL'];
  if (!admin) throw new Error('MONGODB_URL is not set: run the tests with npm test, or npx vitest.');
  const url = new URL(admin);
  url.pathname = `/test_${randomUUID().replaceAll('-', '')}`;
  if (url.username !== '' && !url.searchParams.has('authSource')) url.searchParams.set('authSource', 'admin');
  const mongo = await connectMongo({ url: url.href, name: 'tests' });
  return {
    mongo,
    url: url.href,
    async [Symbol.asyncDispose]() {
      await mongo.db.dropDatabase();
      await mongo.end();
    },
  };
}
