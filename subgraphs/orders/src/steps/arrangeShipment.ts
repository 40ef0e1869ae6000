import { needsShipping } from '../domain/order.ts';
import { WRITING } from '../faults.ts';
import { inTime } from './inTime.ts';
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
    const outcome = await inTime('carrier', timeout, arranging);
    if (outcome.kind === 'arranged') return { kind: 'done', change: { shipment: outcome.shipment } };
    const rejection = { code: 'UNDELIVERABLE', message: outcome.reason, shortages: [] } as const;
    return { kind: 'refused', rejection };
  },
  async compensate(order, { carrier, call }) {
    const { timeout } = call;
    await inTime('carrier', timeout, carrier.cancel(order.id, { timeout }));
    return order.shipment ? { shipment: { ...order.shipment, status: 'CANCELLED' } } : {};
  },
};
