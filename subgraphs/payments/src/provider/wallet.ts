import { authorize } from '../authorize.ts';
import { capture } from '../capture.ts';
import type { Dependencies } from '../dependencies.ts';
import { refund } from '../refund.ts';
import { voidPayment } from '../voidPayment.ts';
import type { PaymentProvider } from './paymentProvider.ts';

/** Pays from the shop's own wallets. Nothing is unknown here: each command is one statement. */
export function createWallet(dependencies: Dependencies): PaymentProvider {
  return {
    authorize: (wanted) => authorize(dependencies, wanted),
    capture: (orderId) => capture(dependencies, orderId),
    void: (orderId) => voidPayment(dependencies, orderId),
    refund: (orderId) => refund(dependencies, orderId),
  };
}
