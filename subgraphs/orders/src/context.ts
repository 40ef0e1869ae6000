import { batch } from '@holdfast/kit-base/batch';
import type { Identity } from '@holdfast/kit-base/identity';
import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';
import DataLoader from 'dataloader';
import type { PlaceOrderDependencies } from './checkout/placeOrder.ts';
import type { Order } from './domain/order.ts';
import type { CancelOrderDependencies } from './fulfillment/cancelOrder.ts';
import { findOrders } from './orders/queries.ts';

/** The dependencies of all use cases. Each use case names the part that it takes. */
export type Dependencies = PlaceOrderDependencies & CancelOrderDependencies;

/** Shared by the resolvers of one request. Its loader reads any number of orders in one query. */
export interface Context extends AuthorizationContext {
  readonly deps: Dependencies;
  readonly orders: DataLoader<string, Order | undefined>;
}

export function createContext(deps: Dependencies, identity: Identity): Context {
  return {
    deps,
    identity,
    orders: new DataLoader(
      batch('orders', async (ids: readonly string[]) => {
        const byId = new Map((await findOrders(deps.orders, ids)).map((order) => [order.id, order]));
        return ids.map((id) => byId.get(id));
      }),
    ),
  };
}
