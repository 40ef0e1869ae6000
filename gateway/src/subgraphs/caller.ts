/** The caller on whose behalf a subgraph is called. */
import { CLIENT_ADDRESS_HEADER, IDENTITY_HEADER } from '@holdfast/kit-base/identity';
import type { GatewayContext } from '../operation/context.ts';

/**
 * @param identity the caller's identity, signed by the gateway; null sends the client's own `Authorization`
 *   instead.
 */
export function callerHeaders(
  { clientAddress, authorization }: GatewayContext,
  identity: string | null,
): Record<string, string> {
  if (identity !== null) return { [IDENTITY_HEADER]: identity, [CLIENT_ADDRESS_HEADER]: clientAddress };
  return { [CLIENT_ADDRESS_HEADER]: clientAddress, ...(authorization !== undefined && { authorization }) };
}

/**
 * Two callers with the same key get the same answer to the same query: the key holds all that a subgraph
 * learns about a caller, except the client's address. That only counts sign-in attempts, which are mutations.
 */
export function callerKey({ user, authorization }: GatewayContext, isVouchedFor: boolean): string {
  if (!isVouchedFor) return authorization ?? '';
  return user ? `${user.id} ${user.roles.join(' ')}` : '';
}
