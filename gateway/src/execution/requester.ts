import type { GatewayContext } from '../operation/context.ts';
import type { Requester } from '../planning/thread/planSource.ts';

/**
 * Returns the requester of a plan: all that one client waits for counts together, and no longer than its
 * operation may take.
 */
export function requesterOf({ user, clientAddress, deadline }: GatewayContext): Requester {
  return { client: user ? `user ${user.id}` : `address ${clientAddress}`, deadline };
}
