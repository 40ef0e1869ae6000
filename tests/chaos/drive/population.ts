/** The customers and products of a run, with their money and stock at the beginning. */
import type { Shop } from '../../e2e/shop.ts';
import { CUSTOMERS, STOCK_A_SECOND } from '../plan/actions.ts';

export interface Customer {
  readonly id: string;
  readonly email: string;
  /** The amount deposited in the wallet, in minor units. */
  readonly money: bigint;
}

export interface Product {
  readonly id: string;
  /** Units at the beginning. */
  readonly units: number;
}

export interface Population {
  readonly customers: readonly Customer[];
  readonly products: readonly Product[];
}

export async function customerWith(
  shop: Shop,
  amount: string,
  more: Parameters<Shop['customer']>[1] = {},
): Promise<Customer> {
  const { userId } = await shop.customer(amount, more);
  return { id: userId, email: `${userId}@test.test`, money: BigInt(amount.replace('.', '')) };
}

/** Creates a product that costs 10.00. */
export async function productWith(shop: Shop, units: number): Promise<Product> {
  return { id: await shop.product(units), units };
}

export async function populate(shop: Shop, seconds: number): Promise<Population> {
  const customers: Customer[] = [];
  for (let n = 0; n < CUSTOMERS.rich; n++) customers.push(await customerWith(shop, '100000.00'));
  for (let n = 0; n < CUSTOMERS.poor; n++) customers.push(await customerWith(shop, '45.00'));
  const products: Product[] = [];
  for (const rate of STOCK_A_SECOND) {
    products.push(await productWith(shop, Math.max(1, Math.round(rate * seconds))));
  }
  return { customers, products };
}
