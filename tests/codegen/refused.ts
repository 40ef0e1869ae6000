/**
 * What `tsc` has to refuse of resolvers and of calls: types that became loose leave an `@ts-expect-error` here without an error,
 * and that is one. Nothing runs it; `npm run typecheck` reads it.
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
  // @ts-expect-error: a wallet is one of ours, not its id
  { wallet: () => 'w1' } satisfies Some<Payments, 'User'>,
  // @ts-expect-error: never null
  { sku: () => null } satisfies Some<Products, 'Product'>,
  // @ts-expect-error: a connection is a page of ours
  { salesByDay: () => [] } satisfies Some<Reports, 'Query'>,
  // @ts-expect-error: a promise is looked into
  { me: async () => ({ id: 1 }) } satisfies Some<Users, 'Query'>,
];

export const sources = [
  // @ts-expect-error: the object that it is made of has no such property
  { low: ({ units }) => units < 3 } satisfies Some<Inventory, 'StockItem'>,
  // @ts-expect-error: nor has the context of a request
  { order: (_root, _args, { wallets }) => wallets.load('w1') } satisfies Some<Orders, 'Query'>,
  // @ts-expect-error: nor have the arguments
  { user: (_root, { email }, { loadUser }) => loadUser(email) } satisfies Some<Users, 'Query'>,
  // @ts-expect-error: there is no such field
  { colour: () => 'red' } satisfies Some<Products, 'Product'>,
];

/** Whether a type is `any`, by which everything would be right. */
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

// @ts-expect-error: a query without a resolver would answer null for ever
export const missing: Pick<NonNullable<Orders['Query']>, 'order' | 'saga'> = { saga: () => null };

export async function calls(service: ServiceClient): Promise<void> {
  const options = { user: null, timeout: 1_000 };
  const { user } = await service.call(CustomerDocument, { id: 'u1' }, options);
  // @ts-expect-error: may be null
  user.name.trim();
  // @ts-expect-error: was not asked for
  user?.roles;
  // @ts-expect-error: a variable that the operation needs
  await service.call(CustomerDocument, {}, options);
  const variables = { reference: 'o1', lines: [{ productId: 'p1', quantity: '2' }] };
  // @ts-expect-error: units are a number
  await service.call(ReserveStockDocument, variables, options);
}
