import type { WebhookHandler } from '@holdfast/kit-http/webhook';
import type { TransactionalDependencies } from '../ledger/dependencies.ts';
import type { PaymentProvider } from '../payments/paymentProvider.ts';
import { createWalletProvider } from '../payments/walletProvider.ts';
import { createProviderClient } from './client.ts';
import { createHttpProvider } from './httpProvider.ts';
import { createWebhookHandler } from './receiveWebhook.ts';
import type { HttpSettings } from './settings.ts';

export interface ChosenProvider {
  readonly provider: PaymentProvider;
  /** The handlers of its events, by path. */
  readonly webhooks: Readonly<Record<string, WebhookHandler>>;
  end(): Promise<void>;
}

/** @param external null when the wallets hold the money. */
export function createProvider(
  dependencies: TransactionalDependencies,
  external: HttpSettings | null,
): ChosenProvider {
  const wallet = createWalletProvider(dependencies);
  if (!external) return { provider: wallet, webhooks: {}, end: async () => {} };
  const client = createProviderClient(external.url, external.key);
  const withClient = { ...dependencies, client };
  return {
    provider: createHttpProvider(withClient, wallet),
    webhooks: { '/webhooks/payments': createWebhookHandler(withClient, external.secret) },
    end: () => client.end(),
  };
}
