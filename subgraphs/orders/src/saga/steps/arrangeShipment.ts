import { subgraphTimeout } from '@holdfast/kit-base/errors';
import { withTimeout } from '@holdfast/kit-base/timeLimit';
import { needsShipping } from '../../domain/order.ts';
import { WRITING } from '../retry.ts';
import { known, type Step } from './step.ts';

/** Asks the carrier for a parcel. */
export const arrangeShipment: Step = {
  name: 'ARRANGE_SHIPMENT',
  rejectedAs: 'UNDELIVERABLE',
  retry: WRITING,
  calls: 1,
  needed: ({ lines }) => needsShipping(lines),
  async run(order, { carrier, call }) {
    const address = known(order.shippingAddress, 'address');
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

/** It may be done or not, and may be done yet. */
const late = () => subgraphTimeout('carrier');
