/** Builders of test data. Every field has a default that a test may override. */
import type { Caller } from '@holdfast/kit-base/identity';
import { newUuid } from '@holdfast/kit-base/ids';
import type { Money } from '@holdfast/kit-values/money';
import type { Dependencies } from '../src/ledger/dependencies.ts';
import type { Authorization } from '../src/payments/domain/payment.ts';
import type { TopUp } from '../src/wallets/domain.ts';
import { topUp } from '../src/wallets/topUp.ts';

export const usd = (minor: number): Money => ({ minor: BigInt(minor), currency: 'USD' });

/** A new order of a new user, who has no wallet. */
export function buildAuthorization(overrides: Partial<Authorization> = {}): Authorization {
  return { orderId: newUuid(), userId: newUuid(), amount: usd(6_050), ...overrides };
}

export function buildTopUp(overrides: Partial<TopUp> = {}): TopUp {
  return { userId: newUuid(), amount: usd(500), idempotencyKey: 'first', ...overrides };
}

/** Tops up the wallet of a new user under the key `first`, and returns the user's id. */
export async function createUserWith(dependencies: Dependencies, amount: Money): Promise<string> {
  const { userId } = await topUp(dependencies, buildTopUp({ amount }));
  return userId;
}

type Role = NonNullable<Caller['user']>['roles'][number];

export const buildCaller = (id = newUuid(), ...roles: Role[]): Caller => ({
  service: 'gateway',
  user: { id, roles: ['CUSTOMER', ...roles] },
});
export const staff = buildCaller(newUuid(), 'STAFF');
export const anonymous: Caller = { service: 'gateway', user: null };

/** The service orders, on behalf of a customer. */
export const ordersFor = (id: string): Caller => ({ service: 'orders', user: { id, roles: ['CUSTOMER'] } });
