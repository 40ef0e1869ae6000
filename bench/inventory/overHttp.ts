/** Sales through the subgraph's GraphQL API: two HTTP requests with identities, in this same process. */
import { testClient } from '../../dev/src/testing/graphql.ts';
import { testIdentities } from '../../dev/src/testing/identities.ts';
import { newUuid } from '../../kit/base/src/ids.ts';
import { silentLog } from '../../kit/base/src/log.ts';
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
  /** Retries, as orders does, when the request waited too long for its turn. */
  const untilDone = async (operation: string, variables: Record<string, unknown>) => {
    for (;;) {
      const { data, errors } = await ask(operation, variables);
      if (!errors) return data;
      if (errors.some(({ extensions }) => extensions?.['code'] !== 'SUBGRAPH_TIMEOUT'))
        throw new Error(JSON.stringify(errors));
    }
  };
  return {
    sales: (load) => [
      'together, over HTTP',
      () =>
        callersFor(load, async () => {
          const reserved = await untilDone(RESERVE, { reference: newUuid(), productId: load.product() });
          await untilDone(CONFIRM, { id: reserved.reserveStock.id });
        }),
    ],
    [Symbol.asyncDispose]: () => client[Symbol.asyncDispose](),
  };
}
