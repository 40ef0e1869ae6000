/** Preparations for steps that no customer's request can get refused. Each runs right before its step. */
import type { Order } from '../../../subgraphs/orders/src/domain/order.ts';
import { ReleaseReferenceDocument } from '../../../subgraphs/orders/src/generated/inventory.ts';
import { VoidPaymentDocument } from '../../../subgraphs/orders/src/generated/payments.ts';
import type { Step, StepContext } from '../../../subgraphs/orders/src/saga/steps/step.ts';

type Prepare = (step: Step, order: Order, context: StepContext) => Promise<void>;

/** By scenario. Each may run again, because its step does after a crash. */
export const PREPARATIONS: ReadonlyMap<string, Prepare> = new Map([
  ['CAPTURE_PAYMENT refused', voidPayment],
  ['CONFIRM_RESERVATION refused', releaseStock],
]);

async function voidPayment({ name }: Step, { id }: Order, { services, call }: StepContext): Promise<void> {
  if (name === 'CAPTURE_PAYMENT') await services.payments.call(VoidPaymentDocument, { orderId: id }, call);
}

async function releaseStock({ name }: Step, { id }: Order, { services, call }: StepContext): Promise<void> {
  if (name !== 'CONFIRM_RESERVATION') return;
  await services.inventory.call(ReleaseReferenceDocument, { reference: id, reason: 'test' }, call);
}
