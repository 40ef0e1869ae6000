import type { Caller } from '@holdfast/kit-base/identity';
import type { CallOptions } from '@holdfast/kit-subgraph/serviceClient';
import type { Dependencies, Services } from './dependencies.ts';
import type { ProductNow, RequestedLine } from './domain/priceLines.ts';
import { makeQuote, type Quote } from './domain/quote.ts';
import { AvailableUnitsDocument } from './generated/inventory.ts';
import { findProducts } from './validateOrder.ts';

/** Milliseconds for both calls together: less than a gateway waits for a query. */
const DEADLINE = 1_800;

/**
 * Says what lines would cost and whether they can be had now, for anybody. One request to products, one to inventory.
 * @param lines one line a product.
 * @throws BAD_USER_INPUT for an unknown product, or two currencies; or the fault of a service.
 */
export async function quote(
  { services, clock }: Pick<Dependencies, 'services' | 'clock'>,
  lines: readonly RequestedLine[],
  user: Caller['user'],
): Promise<Quote> {
  const deadline = clock().getTime() + DEADLINE;
  const call = () => ({ user, timeout: deadline - clock().getTime() });
  const ids = lines.map(({ productId }) => productId);
  const products = await findProducts(services, ids, call());
  return makeQuote(lines, products, await findAvailable(services, [...products.values()], call()));
}

async function findAvailable(
  { inventory }: Services,
  products: readonly ProductNow[],
  call: CallOptions,
): Promise<Map<string, number>> {
  const representations = products
    .filter(({ kind }) => kind !== 'DIGITAL')
    .map(({ id, kind }) => ({ __typename: 'Product', id, kind }));
  if (representations.length === 0) return new Map();
  const { _entities } = await inventory.call(AvailableUnitsDocument, { representations }, call);
  return new Map(
    _entities.flatMap((entity) =>
      entity?.__typename === 'Product' ? [[entity.id, entity.available ?? 0]] : [],
    ),
  );
}
