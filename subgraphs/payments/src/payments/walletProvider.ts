import type { Dependencies } from '../ledger/dependencies.ts';
import { authorize } from './authorize.ts';
import { capture, refund, voidPayment } from './commands.ts';
import type { PaymentProvider } from './paymentProvider.ts';

/** Pays from the shop's own wallets. No outcome is ever unknown, because each command is one statement. */
export function createWalletProvider(dependencies: Dependencies): PaymentProvider {
  return {
    authorize: (wanted) => authorize(dependencies, wanted),
    capture: (orderId) => capture(dependencies, orderId),
    void: (orderId) => voidPayment(dependencies, orderId),
    refund: (orderId) => refund(dependencies, orderId),
  };
}
