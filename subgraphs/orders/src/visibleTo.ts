import type { Identity } from '@holdfast/kit-base/identity';
import type { Order } from './domain/order.ts';

/** An order is seen by its customer and by STAFF; for anyone else it does not exist. */
export function visibleTo({ user, scopes }: Identity, order: Order | undefined): Order | null {
  if (!order) return null;
  return user?.id === order.customerId || scopes.has('orders:all') ? order : null;
}
