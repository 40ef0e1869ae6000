/** Sales through the subgraph: two requests over HTTP, with identities, through GraphQL, in this same process. */
import { testClient } from '../../dev/src/testing/graphql.ts';
import { testIdentities } from '../../dev/src/testing/identities.ts';
import { newUuid } from '../../kit/src/ids.ts';
import { silentLog } from '../../kit/src/log.ts';
import type { Dependencies } from '../../subgraphs/inventory/src/dependencies.ts';
import { createInventory } from '../../subgraphs/inventory/src/server.ts';
import { callersFor } from './callers.ts';
import type { Contender } from './compare.ts';
import type { Load } from './contenders.ts';

const RESERVE = /* GraphQL */ `
  mutation ($reference: ID!, $productId: ID!) {
    reserveStock(reference: $reference, lines: [{ productId: $productId, quantity: 1 }]) {
      ... on Reservation { id }
    }
  }`;

const CONFIRM = 'mutation ($id: ID!) { confirmReservation(id: $id) { status } }';

export interface Subgraph extends AsyncDisposable {
  sales(load: Load): Contender;
}

export async function startSubgraph(deps: Dependencies): Promise<Subgraph> {
  const identities = testIdentities(deps.clock);
  const server = await createInventory({ ...deps, verifyIdentity: identities.verify, log: silentLog });
  const client = await testClient(server, identities);
  const ask = client.as({ service: 'orders', user: { id: newUuid(), roles: ['CUSTOMER'] } });
  return {
    sales: (load) => [
      'together, over HTTP',
      () =>
        callersFor(load, async () => {
          const reserved = await ask(RESERVE, { reference: newUuid(), productId: load.product() });
          const confirmed = await ask(CONFIRM, { id: reserved.data?.reserveStock.id });
          if (confirmed.errors) throw new Error(JSON.stringify(confirmed.errors));
        }),
    ],
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
