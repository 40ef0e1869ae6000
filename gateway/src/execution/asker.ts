import type { GatewayContext } from '../operation/context.ts';
import type { Asker } from '../planning/thread/planSource.ts';

/** Who waits for a plan: what its client waits for at once is one client's, and it waits no longer than the operation may take. */
export function askerOf({ user, clientAddress, deadline }: GatewayContext): Asker {
  return { client: user ? `user ${user.id}` : `address ${clientAddress}`, until: deadline };
}
