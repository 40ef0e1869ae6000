/** In whose name a subgraph is called. */
import { CLIENT_ADDRESS_HEADER, IDENTITY_HEADER } from '@holdfast/kit-base/identity';
import type { GatewayContext } from '../operation/context.ts';

/** @param identity what the gateway signed for the caller. Null sends none, but the client's own `Authorization`. */
export function callerHeaders(
  { clientAddress, authorization }: GatewayContext,
  identity: string | null,
): Record<string, string> {
  if (identity !== null) return { [IDENTITY_HEADER]: identity, [CLIENT_ADDRESS_HEADER]: clientAddress };
  return { [CLIENT_ADDRESS_HEADER]: clientAddress, ...(authorization !== undefined && { authorization }) };
}

/**
 * Two callers of one key get the same answer to the same query: all that a subgraph learns of a caller is in it. But the
 * client's address, which only counts attempts to sign in, and those are mutations.
 */
export function callerKey({ user, authorization }: GatewayContext, isVouchedFor: boolean): string {
  if (!isVouchedFor) return authorization ?? '';
  return user ? `${user.id} ${user.roles.join(' ')}` : '';
}
