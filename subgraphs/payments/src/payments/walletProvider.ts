import { conflict } from '@holdfast/kit-base/errors';
import type { TransactionalDependencies } from '../ledger/dependencies.ts';
import { createCommandQueue } from './commandQueue.ts';
import type { Outcome, PaymentCommand } from './domain/decideInTurn.ts';
import type { Payment } from './domain/payment.ts';
import type { PaymentProvider } from './paymentProvider.ts';

/** Pays from the shop's own wallets. Commands that arrive at the same time are decided together. */
export function createWalletProvider(dependencies: TransactionalDependencies): PaymentProvider {
  return walletProviderOf(createCommandQueue(dependencies));
}

/** Creates the provider whose commands `decide` decides. */
export function walletProviderOf(decide: (command: PaymentCommand) => Promise<Outcome>): PaymentProvider {
  const payment = async (command: PaymentCommand): Promise<Payment> => {
    const decided = paymentOf(await decide(command), command);
    if (!decided) throw new Error('Only a void may return no payment.');
    return decided;
  };
  return {
    authorize: (wanted) => payment({ ...wanted, kind: 'AUTHORIZE' }),
    capture: (orderId) => payment({ kind: 'CAPTURE', orderId }),
    refund: (orderId) => payment({ kind: 'REFUND', orderId }),
    void: async (orderId) => {
      const command = { kind: 'VOID', orderId } as const;
      return paymentOf(await decide(command), command);
    },
  };
}

function paymentOf(outcome: Outcome, { kind, orderId }: PaymentCommand): Payment | null {
  if (outcome.kind === 'CONFLICT') throw conflict(outcome.message);
  if (outcome.kind === 'ELSEWHERE') {
    throw new Error(`${kind} of order ${orderId} does nothing: no wallet has its payment.`);
  }
  return outcome.payment;
}
