import type { Clock } from '@holdfast/kit-base/clock';
import type { Caller } from '@holdfast/kit-base/identity';
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import type { RequestedLine } from './domain/priceLines.ts';
import { makeQuote, type Quote } from './domain/quote.ts';
import { findAvailable, findProducts } from './lookups.ts';

/** The timeout of both calls together, in milliseconds: below the gateway's timeout for a query. */
const TIMEOUT = 1_800;

/**
 * Quotes lines for any caller: what they cost, and whether they can be ordered now. Makes one request to
 * products and one to inventory.
 * @param lines one line per product.
 * @throws BAD_USER_INPUT for an unknown product or two currencies, or the fault of a service.
 */
export async function quote(
  { services, clock }: { services: { products: ServiceClient; inventory: ServiceClient }; clock: Clock },
  lines: readonly RequestedLine[],
  user: Caller['user'],
): Promise<Quote> {
  const deadline = clock().getTime() + TIMEOUT;
  const call = () => ({ user, timeout: deadline - clock().getTime() });
  const ids = lines.map(({ productId }) => productId);
  const products = await findProducts(services.products, ids, call());
  const available = await findAvailable(services.inventory, [...products.values()], call());
  return makeQuote(lines, products, available);
}
