import { batch } from '@holdfast/kit-base/batch';
import type { Identity } from '@holdfast/kit-base/identity';
import type { AuthorizationContext } from '@holdfast/kit-subgraph/authorization';
import DataLoader from 'dataloader';
import type { Dependencies } from './dependencies.ts';
import type { Order } from './domain/order.ts';
import { findOrders } from './store/findOrders.ts';

/** What the resolvers of one request share: one query for any number of orders. */
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
