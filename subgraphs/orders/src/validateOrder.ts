/** What VALIDATE_ORDER has to know, from the services that own it. */
import { notFound } from '@holdfast/kit-base/errors';
import type { CallOptions } from '@holdfast/kit-subgraph/serviceClient';
import { parseMoney } from '@holdfast/kit-values/money';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import type { Services } from './dependencies.ts';
import type { Contact } from './domain/order.ts';
import type { ProductNow } from './domain/priceLines.ts';
import { ProductsToOrderDocument } from './generated/products.ts';
import { CustomerDocument } from './generated/users.ts';

/** Reads products as they stand now, in one batch; one that the customer may not see is missing. */
export async function findProducts(
  { products }: Services,
  ids: readonly string[],
  call: CallOptions,
): Promise<Map<string, ProductNow>> {
  const representations = ids.map((id) => ({ __typename: 'Product', id }));
  const { _entities } = await products.call(ProductsToOrderDocument, { representations }, call);
  const found = new Map<string, ProductNow>();
  for (const entity of _entities) {
    if (entity?.__typename !== 'Product') continue;
    const { id, sku, name, kind, status } = entity;
    const price = parseMoney(entity.price);
    if (typeof price === 'string') throw new Error(`The price of ${id} is not money: ${price}`);
    found.set(id, { id, sku, name, kind, onSale: status === 'ACTIVE', price });
  }
  return found;
}

/**
 * Checks that the customer's account is there, and reads who they are and one of their addresses.
 * @param addressId null when none is asked for.
 * @throws NOT_FOUND for an account that is gone, or an address that is not the customer's.
 */
export async function findCustomer(
  { users }: Services,
  { customerId, addressId }: { customerId: string; addressId: string | null },
  call: CallOptions,
): Promise<{ contact: Contact; address: PostalAddress | null }> {
  const { user } = await users.call(CustomerDocument, { id: customerId }, call);
  if (!user) throw notFound('Customer');
  const contact = { email: user.email ?? null, name: user.name };
  if (addressId === null) return { contact, address: null };
  const found = user.addresses?.find(({ id }) => id === addressId);
  if (!found) throw notFound('Address');
  const { recipient, line1, line2, city, region, postalCode, country } = found.address;
  return { contact, address: { recipient, line1, line2, city, region, postalCode, country } };
}
