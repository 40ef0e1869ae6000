import type { Identity } from '@holdfast/kit-base/identity';
import type { Order } from '../domain/order.ts';

/** Returns the order to its customer and to STAFF. To any other caller it does not exist. */
export function visibleTo({ user, scopes }: Identity, order: Order | undefined): Order | null {
  if (!order) return null;
  return user?.id === order.customerId || scopes.has('orders:all') ? order : null;
}

/** Returns the actor for an order's history: the user behind the request, otherwise the calling service. */
export function actorOf({ user, service }: Identity): string {
  return user?.id ?? service;
}
