/** A client of the subgraph over HTTP, as the gateway is. */
import { type TestClient, testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import type { Caller } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Role } from '@holdfast/kit-base/scopes';
import { createOrders } from '../../src/server.ts';
import type { World } from './world.ts';

export const callerOf = (id: string, ...roles: Role[]): Caller => ({
  service: 'gateway',
  user: { id, roles },
});

/** One caller of each kind. `customer` owns the orders that the others may or may not see. */
export const CALLERS = {
  anonymous: { service: 'gateway', user: null },
  customer: callerOf(newUuid(), 'CUSTOMER'),
  other: callerOf(newUuid(), 'CUSTOMER'),
  vendor: callerOf(newUuid(), 'CUSTOMER', 'VENDOR'),
  staff: callerOf(newUuid(), 'STAFF'),
  admin: callerOf(newUuid(), 'ADMIN'),
} as const satisfies Record<string, Caller>;

export type CallerKind = keyof typeof CALLERS;

export const CUSTOMER_ID = CALLERS.customer.user?.id ?? '';

export async function ordersClient(world: World): Promise<TestClient> {
  const identities = testIdentities(() => new Date());
  const server = await createOrders({
    ...world.deps,
    verifyIdentity: identities.verify,
    check: async () => {},
    metrics: world.metrics,
  });
  return testClient(server, identities);
}
