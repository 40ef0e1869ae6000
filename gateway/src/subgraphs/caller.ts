/** In whose name a subgraph is called. */
import { CLIENT_ADDRESS_HEADER, IDENTITY_HEADER, type SignIdentity } from '@holdfast/kit/identity';
import type { GatewayContext } from '../context.ts';

/** Null for `sign` sends no identity, but the client's own `Authorization`. */
export async function callerHeaders(
  { user, clientAddress, authorization }: GatewayContext,
  sign: SignIdentity | null,
): Promise<Record<string, string>> {
  if (sign) return { [IDENTITY_HEADER]: await sign(user), [CLIENT_ADDRESS_HEADER]: clientAddress };
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
