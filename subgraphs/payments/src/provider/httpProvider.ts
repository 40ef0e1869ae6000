import { conflict, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { type Authorization, type Command, judgeCommand, type Payment } from '../payments/domain.ts';
import type { PaymentProvider } from '../payments/paymentProvider.ts';
import { insertBlocked } from '../payments/queries/insertBlocked.ts';
import { judgeRequest, type ProviderPayment } from './domain.ts';
import { readProviderPayment } from './queries/readProviderPayment.ts';
import { insertRequest, markAsked } from './queries/requests.ts';
import { type HttpDependencies, settle } from './settle.ts';
import { voidAtProvider } from './voidAtProvider.ts';

/**
 * Pays by an external provider. What it is asked is recorded before it is asked; its answer or its event, whichever comes
 * first, settles it. The service's own wallets still have the payments that were begun with them, and those of
 * nothing: no provider is asked for 0.00.
 * @param wallet for those.
 */
export function createHttpProvider(dependencies: HttpDependencies, wallet: PaymentProvider): PaymentProvider {
  const { database, clock, newId } = dependencies;

  async function command(asked: 'CAPTURE' | 'REFUND', orderId: string): Promise<Payment> {
    const amount = await markAsked(database, asked, orderId);
    if (amount) {
      const report = await dependencies.client.ask(asked, { orderId, amount });
      if (report) await settle(dependencies, orderId, report);
    }
    const found = await readProviderPayment(database, orderId);
    if (!found) return asked === 'CAPTURE' ? wallet.capture(orderId) : wallet.refund(orderId);
    return outcome(asked, found);
  }

  return {
    async authorize(wanted) {
      if (wanted.amount.minor === 0n) return wallet.authorize(wanted);
      return (await authorize(dependencies, wanted)) ?? wallet.authorize(wanted);
    },
    capture: (orderId) => command('CAPTURE', orderId),
    refund: (orderId) => command('REFUND', orderId),
    async void(orderId) {
      for (;;) {
        if (await voidAtProvider(dependencies, orderId)) {
          const found = await readProviderPayment(database, orderId);
          if (found) return outcome('VOID', found);
        }
        if (await insertBlocked(database, orderId, { id: newId(), at: clock() })) return null;
        // Asked for between the two: the next time round voids it. Otherwise it is the wallet's, or blocked before.
        if (!(await readProviderPayment(database, orderId))) return wallet.void(orderId);
      }
    },
  };
}

/** @returns undefined when the order is not a provider's: it is blocked, or was begun with a wallet. */
async function authorize(
  dependencies: HttpDependencies,
  wanted: Authorization,
): Promise<Payment | undefined> {
  const { database, clock, newId, client } = dependencies;
  await insertRequest(database, wanted, { paymentId: newId(), at: clock() });
  const before = await readProviderPayment(database, wanted.orderId);
  if (!before) return undefined;
  if (judgeRequest(wanted, before).kind === 'AGAIN') {
    const report = await client.ask('AUTHORIZE', wanted);
    if (report) await settle(dependencies, wanted.orderId, report);
  }
  const after = await readProviderPayment(database, wanted.orderId);
  if (!after) throw new Error(`The payment of order ${wanted.orderId} is gone.`);
  return judged(judgeRequest(wanted, after), after);
}

function outcome(command: Command, found: ProviderPayment): Payment {
  return judged(judgeCommand(command, found.payment), found);
}

function judged(verdict: ReturnType<typeof judgeCommand>, { payment }: ProviderPayment): Payment {
  if (verdict.kind === 'CONFLICT') throw conflict(verdict.message);
  if (verdict.kind === 'UNCHANGED' && verdict.payment) return verdict.payment;
  throw subgraphUnavailable('payments', new Error(`The provider left order ${payment.orderId} unsettled`));
}
