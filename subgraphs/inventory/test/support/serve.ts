import { type TestClient, testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import { silentLog } from '@holdfast/kit-base/log';
import { createInventory } from '../../src/server.ts';
import type { Inventory } from './inventory.ts';

/** Serves the subgraph over HTTP on a free port. */
export async function serve({ deps }: Inventory): Promise<TestClient> {
  const identities = testIdentities(() => new Date());
  const server = await createInventory({ ...deps, verifyIdentity: identities.verify, log: silentLog });
  return testClient(server, identities);
}
