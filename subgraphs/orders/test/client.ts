/** The subgraph over HTTP, as the gateway sees it. */
import { type TestClient, testClient } from '@holdfast/dev/testing/graphql';
import { testIdentities } from '@holdfast/dev/testing/identities';
import type { Caller } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Role } from '@holdfast/kit-base/scopes';
import { createOrders } from '../src/server.ts';
import type { World } from './world.ts';

export const callerOf = (id: string, ...roles: Role[]): Caller => ({
  service: 'gateway',
  user: { id, roles },
});

/** One of each kind; `customer` is the one whose orders the others see or don't. */
export const CALLERS = {
  anonymous: { service: 'gateway', user: null },
  customer: callerOf(newUuid(), 'CUSTOMER'),
  other: callerOf(newUuid(), 'CUSTOMER'),
  vendor: callerOf(newUuid(), 'CUSTOMER', 'VENDOR'),
  staff: callerOf(newUuid(), 'STAFF'),
  admin: callerOf(newUuid(), 'ADMIN'),
} as const satisfies Record<string, Caller>;

export type Who = keyof typeof CALLERS;

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
