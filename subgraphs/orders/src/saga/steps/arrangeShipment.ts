import { subgraphTimeout } from '@holdfast/kit-base/errors';
import { withTimeout } from '@holdfast/kit-base/timeLimit';
import { needsShipping } from '../../domain/order.ts';
import { STEP_RETRIES } from '../retry.ts';
import { required, type Step } from './step.ts';

/** Books a parcel with the carrier. */
export const arrangeShipment: Step = {
  name: 'ARRANGE_SHIPMENT',
  rejectedAs: 'UNDELIVERABLE',
  retries: STEP_RETRIES,
  maxCalls: 1,
  needed: ({ lines }) => needsShipping(lines),
  async run(order, { carrier, call }) {
    const address = required(order.shippingAddress, 'address');
    const { timeout } = call;
    const arranging = carrier.arrange({ orderId: order.id, address }, { timeout });
    const outcome = await withTimeout(arranging, timeout, late);
    if (outcome.kind === 'arranged') return { kind: 'done', change: { shipment: outcome.shipment } };
    const rejection = { code: 'UNDELIVERABLE', message: outcome.reason, shortages: [] } as const;
    return { kind: 'refused', rejection };
  },
  async compensate(order, { carrier, call }) {
    const { timeout } = call;
    await withTimeout(carrier.cancel(order.id, { timeout }), timeout, late);
    return order.shipment ? { shipment: { ...order.shipment, status: 'CANCELLED' } } : {};
  },
};

/** The call may have taken effect or not, and may still do so. */
const late = () => subgraphTimeout('carrier');
