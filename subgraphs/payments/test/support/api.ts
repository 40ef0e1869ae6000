import { type TestClient, testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { silentLog } from '@holdfast/kit-base/log';
import { afterAll, beforeAll } from 'vitest';
import type { HttpSettings } from '../../src/provider/settings.ts';
import { createPayments } from '../../src/server.ts';
import { type TestBooks, testBooks } from './books.ts';

/** Serves the subgraph over HTTP. */
export async function testApi(
  { dependencies }: TestBooks,
  { demoTopUp = false, external = null }: { demoTopUp?: boolean; external?: HttpSettings | null } = {},
): Promise<TestClient> {
  const identities = testIdentities(() => new Date());
  const server = await createPayments({
    ...dependencies,
    verifyIdentity: identities.verify,
    log: silentLog,
    demoTopUp,
    external,
  });
  return testClient(server, identities);
}

/** Books and their API, shared by all tests of a file. Each test creates its own users in them. */
export function sharedBooks(options: { demoTopUp?: boolean } = {}): {
  readonly books: TestBooks;
  readonly api: TestClient;
} {
  const stack = new AsyncDisposableStack();
  const shared: { books?: TestBooks; api?: TestClient } = {};
  beforeAll(async () => {
    shared.books = stack.use(await testBooks());
    shared.api = stack.use(await testApi(shared.books, options));
  });
  afterAll(() => stack.disposeAsync());
  return {
    get books() {
      return shared.books!;
    },
    get api() {
      return shared.api!;
    },
  };
}
