/** Commands that are each decided alone, as if each came to a process of its own. */
import type { TransactionalDependencies } from '../../src/ledger/dependencies.ts';
import { decideBatch } from '../../src/payments/decideBatch.ts';
import type { Authorization } from '../../src/payments/domain/payment.ts';
import { walletProviderOf } from '../../src/payments/walletProvider.ts';

const alone = (dependencies: TransactionalDependencies) =>
  walletProviderOf(async (command) => (await decideBatch(dependencies, [command]))[0]!);

export const authorize = (dependencies: TransactionalDependencies, wanted: Authorization) =>
  alone(dependencies).authorize(wanted);

export const capture = (dependencies: TransactionalDependencies, orderId: string) =>
  alone(dependencies).capture(orderId);

export const voidPayment = (dependencies: TransactionalDependencies, orderId: string) =>
  alone(dependencies).void(orderId);

export const refund = (dependencies: TransactionalDependencies, orderId: string) =>
  alone(dependencies).refund(orderId);
