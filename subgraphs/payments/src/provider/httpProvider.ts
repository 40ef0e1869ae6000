import { conflict, subgraphUnavailable } from '@holdfast/kit-base/errors';
import { type Authorization, type Command, judgeCommand, type Payment } from '../payments/domain/payment.ts';
import type { PaymentProvider } from '../payments/paymentProvider.ts';
import { insertBlocked } from '../payments/queries/insertBlocked.ts';
import { judgeRequest, type ProviderPayment } from './domain.ts';
import { readProviderPayment } from './queries/readProviderPayment.ts';
import { insertRequest, markAsked } from './queries/requests.ts';
import { type HttpDependencies, settle } from './settle.ts';
import { voidAtProvider } from './voidAtProvider.ts';

/**
 * Pays through an external provider. Each command is recorded before it is sent; the provider's answer or its
 * event, whichever arrives first, settles the payment. Payments that started in the service's own wallets
 * stay there, and so do payments of 0.00, which no provider is asked for.
 * @param wallet moves the payments of the wallets.
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
        // A payment requested in between is voided by the next iteration. Any other is a wallet's, or blocked.
        if (!(await readProviderPayment(database, orderId))) return wallet.void(orderId);
      }
    },
  };
}

/** @returns undefined when no provider has the order's payment: it is blocked, or started with a wallet. */
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
  if (!after) throw new Error(`The payment of order ${wanted.orderId} has disappeared.`);
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
