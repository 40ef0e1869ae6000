/**
 * Resolvers and calls that `tsc` must reject. If the generated types became loose, an `@ts-expect-error` here
 * would have no error to expect, which is an error itself. Nothing runs this file; `npm run typecheck` reads
 * it.
 */
import type { ServiceClient } from '@holdfast/kit-subgraph/serviceClient';
import type { Resolvers as Inventory } from '../../subgraphs/inventory/src/generated/resolvers.ts';
import { ReserveStockDocument } from '../../subgraphs/orders/src/generated/inventory.ts';
import type { Resolvers as Orders } from '../../subgraphs/orders/src/generated/resolvers.ts';
import { CustomerDocument } from '../../subgraphs/orders/src/generated/users.ts';
import type { Resolvers as Payments } from '../../subgraphs/payments/src/generated/resolvers.ts';
import type { Resolvers as Products } from '../../subgraphs/products/src/generated/resolvers.ts';
import type { Resolvers as Reports } from '../../subgraphs/reports/src/generated/resolvers.ts';
import type { Resolvers as Users } from '../../subgraphs/users/src/generated/resolvers.ts';

/** The resolvers of one type, each of which may be missing. */
type Some<Resolvers, Type extends keyof Resolvers> = Partial<NonNullable<Resolvers[Type]>>;

export const results = [
  // @ts-expect-error: units are a number
  { available: () => 'many' } satisfies Some<Inventory, 'StockItem'>,
  // @ts-expect-error: not a value of the enum
  { status: () => 'LOST' } satisfies Some<Orders, 'Order'>,
  // @ts-expect-error: a wallet is the service's object, not its id
  { wallet: () => 'w1' } satisfies Some<Payments, 'User'>,
  // @ts-expect-error: never null
  { sku: () => null } satisfies Some<Products, 'Product'>,
  // @ts-expect-error: a connection is the service's page, not an array
  { salesByDay: () => [] } satisfies Some<Reports, 'Query'>,
  // @ts-expect-error: the value of a promise is checked too
  { me: async () => ({ id: 1 }) } satisfies Some<Users, 'Query'>,
];

export const sources = [
  // @ts-expect-error: the source object has no such property
  { low: ({ units }) => units < 3 } satisfies Some<Inventory, 'StockItem'>,
  // @ts-expect-error: the context has no such property
  { order: (_root, _args, { wallets }) => wallets.load('w1') } satisfies Some<Orders, 'Query'>,
  // @ts-expect-error: the arguments have no such property
  { user: (_root, { email }, { loadUser }) => loadUser(email) } satisfies Some<Users, 'Query'>,
  // @ts-expect-error: the type has no such field
  { colour: () => 'red' } satisfies Some<Products, 'Product'>,
];

/** True for `any`, a type that would accept everything. */
type IsAny<T> = 0 extends 1 & T ? true : false;

/** The root, the arguments and the context of a query's resolver. */
type Asked<Resolver> = Resolver extends (...args: infer Args) => unknown ? Args : never;

export const known: Record<string, false> = {
  inventory: false satisfies IsAny<Asked<NonNullable<Inventory['Query']>['reservation']>[2]>,
  orders: false satisfies IsAny<Asked<NonNullable<Orders['Query']>['order']>[2]>,
  payments: false satisfies IsAny<Asked<NonNullable<Payments['Query']>['paymentOfOrder']>[2]>,
  products: false satisfies IsAny<Asked<NonNullable<Products['Query']>['product']>[2]>,
  reports: false satisfies IsAny<Asked<NonNullable<Reports['Query']>['salesByDay']>[2]>,
  users: false satisfies IsAny<Asked<NonNullable<Users['Query']>['user']>[2]>,
};

// @ts-expect-error: a query without a resolver would always answer null
export const missing: Pick<NonNullable<Orders['Query']>, 'order' | 'saga'> = { saga: () => null };

export async function calls(service: ServiceClient): Promise<void> {
  const options = { user: null, timeout: 1_000 };
  const { user } = await service.call(CustomerDocument, { id: 'u1' }, options);
  // @ts-expect-error: the user may be null
  user.name.trim();
  // @ts-expect-error: the operation does not select it
  user?.roles;
  // @ts-expect-error: a required variable is missing
  await service.call(CustomerDocument, {}, options);
  const variables = { reference: 'o1', lines: [{ productId: 'p1', quantity: '2' }] };
  // @ts-expect-error: units are a number
  await service.call(ReserveStockDocument, variables, options);
}
