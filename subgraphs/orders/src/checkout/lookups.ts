/** Reads what a checkout needs from other services: products, the customer, and the units in stock. */
import { notFound } from '@holdfast/kit-base/errors';
import type { CallOptions, ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import { parseMoney } from '@holdfast/kit-values/money';
import type { PostalAddress } from '@holdfast/kit-values/postalAddress';
import type { Contact } from '../domain/order.ts';
import { AvailableUnitsDocument } from '../generated/inventory.ts';
import { ProductsToOrderDocument } from '../generated/products.ts';
import { CustomerDocument } from '../generated/users.ts';
import type { ProductNow } from './domain/priceLines.ts';

/** Reads products as they are now, in one batch. Products that the customer may not see are missing. */
export async function findProducts(
  products: ServiceClient,
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

/** Reads how many units of each product can be reserved now. DIGITAL products are unlimited and left out. */
export async function findAvailable(
  inventory: ServiceClient,
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

/**
 * Checks that the customer's account exists, and reads the contact and one of the addresses.
 * @param addressId null when no stored address is requested.
 * @throws NOT_FOUND for a deleted account, or an address that is not the customer's.
 */
export async function findCustomer(
  users: ServiceClient,
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
