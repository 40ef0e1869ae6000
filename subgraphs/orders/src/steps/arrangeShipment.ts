import { needsShipping } from '../domain/order.ts';
import { WRITING } from '../faults.ts';
import { known, type Step } from './step.ts';

/** Asks the carrier for a parcel. */
export const arrangeShipment: Step = {
  name: 'ARRANGE_SHIPMENT',
  rejectedAs: 'UNDELIVERABLE',
  retry: WRITING,
  needed: ({ lines }) => needsShipping(lines),
  async run(order, { carrier }) {
    const address = known(order.shippingAddress, 'address');
    const outcome = await carrier.arrange({ orderId: order.id, address });
    if (outcome.kind === 'arranged') return { kind: 'done', change: { shipment: outcome.shipment } };
    const rejection = { code: 'UNDELIVERABLE', message: outcome.reason, shortages: [] } as const;
    return { kind: 'refused', rejection };
  },
  async compensate(order, { carrier }) {
    await carrier.cancel(order.id);
    return order.shipment ? { shipment: { ...order.shipment, status: 'CANCELLED' } } : {};
  },
};
