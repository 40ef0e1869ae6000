import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { AvailabilityDocument } from '../generated/inventory.ts';
import type { AskAvailability } from '../stock/fillStock.ts';

/** Milliseconds. The caller can ask again. */
const TIMEOUT = 10_000;

/** Asks inventory's API. @throws SUBGRAPH_TIMEOUT or SUBGRAPH_UNAVAILABLE. */
export function askInventory(inventory: Pick<ServiceClient, 'call'>): AskAvailability {
  return async (products) => {
    const representations = products.map(({ id, kind }) => ({ __typename: 'Product', id, kind }));
    const answer = await inventory.call(
      AvailabilityDocument,
      { representations },
      { user: null, timeout: TIMEOUT },
    );
    return new Map(
      answer._entities.flatMap((entity) =>
        entity?.__typename === 'Product' ? [[entity.id, entity.available] as const] : [],
      ),
    );
  };
}
